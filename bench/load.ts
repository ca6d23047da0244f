import { io, type Socket } from 'socket.io-client';

/** One shape of load: in each conversation, so many sends wait for their acknowledgement at any time. */
export interface Shape {
  name: string;
  conversations: number;
  inFlight: number;
}

export const shapes: Shape[] = [
  { name: '50 conversations, 4 in flight each', conversations: 50, inFlight: 4 },
  { name: '1 conversation, 32 in flight', conversations: 1, inFlight: 32 },
  { name: '1 conversation, 1 in flight', conversations: 1, inFlight: 1 },
];

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

/** Sends for so many milliseconds; gives acknowledged messages a second. */
export async function sendsPerSecond(
  socket: Socket,
  conversationIds: string[],
  { conversations, inFlight }: Shape,
  milliseconds: number,
): Promise<number> {
  const end = performance.now() + milliseconds;
  let acknowledged = 0;
  const worker = async (conversationId: string) => {
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
  const started = performance.now();
  await Promise.all(
    conversationIds
      .slice(0, conversations)
      .flatMap((conversationId) => Array.from({ length: inFlight }, () => worker(conversationId))),
  );
  return acknowledged / ((performance.now() - started) / 1_000);
}
