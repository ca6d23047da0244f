import { io, type Socket } from 'socket.io-client';

export function connect(url: string, cookie?: string): Promise<Socket> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    ...(cookie ? { extraHeaders: { cookie } } : {}),
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** Sends for so many milliseconds, with so many waiting for their acknowledgement; gives how many were acknowledged. */
export async function sendFor(
  socket: Socket,
  conversationId: string,
  inFlight: number,
  milliseconds: number,
): Promise<number> {
  const end = performance.now() + milliseconds;
  let acknowledged = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const message = {
        conversationId,
        clientId: crypto.randomUUID(),
        body: 'The quick brown fox jumps over it',
      };
      const answer: { ok: boolean } = await socket.timeout(10_000).emitWithAck('message:send', message);
      if (!answer.ok) throw new Error(`A send was refused: ${JSON.stringify(answer)}`);
      acknowledged += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return acknowledged;
}
