import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { NewMessage } from './messages.ts';

/** A client that sends and receives as real ones do. */
export interface Sender {
  /** Resolves with what the server answered for this message; rejects when it refused it or was silent. */
  send(message: NewMessage): Promise<unknown>;
  /** Messages that arrived since `reset`. */
  readonly received: number;
  reset(): void;
  close(): void;
}

export interface SenderOptions {
  url: string;
  cookie?: string | undefined;
  /** The room that a baseline is told to let it into; null where the server knows. */
  room: string | null;
}

/** How long an answer may take, in ms. */
const answerWithin = 15_000;

interface Changes {
  items: unknown[];
}

/** Resolves when it is connected and in its room. */
export async function openSender({ url, cookie, room }: SenderOptions): Promise<Sender> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(cookie ? { extraHeaders: { cookie } } : {}),
  });
  let received = 0;
  socket.on('changes', ({ items }: Changes) => {
    received += items.length;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  const within = socket.timeout(answerWithin);
  if (room === null) await within.emitWithAck('user:me', {});
  else await within.emitWithAck('join', [room]);
  return {
    async send(message) {
      const answer: { ok: boolean; data: unknown } = await within.emitWithAck('message:send', message);
      if (!answer.ok) throw new Error(`A send was refused: ${JSON.stringify(answer)}`);
      return answer.data;
    },
    get received() {
      return received;
    },
    reset() {
      received = 0;
    },
    close: () => void socket.close(),
  };
}

type BareFrame = { answerTo: number; data: unknown } | Changes;

/** The same over a bare WebSocket, which is in the only room there is. */
export async function openBareSender({ url }: SenderOptions): Promise<Sender> {
  const socket = new WebSocket(url.replace('http', 'ws'), { perMessageDeflate: false });
  const waiting = new Map<number, (data: unknown) => void>();
  let received = 0;
  let sent = 0;
  socket.on('message', (frame: Buffer) => {
    const parsed: BareFrame = JSON.parse(frame.toString());
    if ('items' in parsed) {
      received += parsed.items.length;
      return;
    }
    waiting.get(parsed.answerTo)?.(parsed.data);
    waiting.delete(parsed.answerTo);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return {
    send(message) {
      sent += 1;
      const id = sent;
      return new Promise((resolve, reject) => {
        const silent = setTimeout(() => reject(new Error('A send was not answered')), answerWithin);
        waiting.set(id, (data) => {
          clearTimeout(silent);
          resolve(data);
        });
        socket.send(JSON.stringify({ id, message }));
      });
    },
    get received() {
      return received;
    },
    reset() {
      received = 0;
    },
    close: () => socket.close(),
  };
}
