import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { answerCalls } from '#bench/load-process.ts';
import { bodyOf, type NewMessage } from '#bench/messages.ts';

// People who send at an even pace, each one message at a time, and again until it is acknowledged.

export interface SteadySendersCommands {
  enter(url: string, people: Sender[]): Promise<void>;
  /** Begins to send; `every`: milliseconds from one message of each of them to the next. */
  begin(every: number): void;
  /** Ends it; what was acknowledged, and when. */
  end(): Promise<Acknowledged[]>;
}

export interface Sender {
  cookie: string;
  conversationId: string;
}

export interface Acknowledged {
  conversationId: string;
  clientId: string;
  /** By the clock, in ms. */
  at: number;
}

/** Milliseconds that an acknowledgement may take before the message is sent again. */
const TIMEOUT = 5_000;

const sockets: { socket: Socket; sender: Sender }[] = [];
const acknowledged: Acknowledged[] = [];
let isSending = false;
let sending: Promise<unknown> = Promise.resolve();

answerCalls({
  async enter(url: string, people: Sender[]) {
    for (const sender of people) {
      const socket = io(url, {
        transports: ['websocket'],
        forceNew: true,
        extraHeaders: { cookie: sender.cookie },
        reconnectionDelay: 100,
        reconnectionDelayMax: 300,
      });
      sockets.push({ socket, sender });
      await new Promise<void>((resolve) => socket.once('connect', resolve));
    }
  },
  begin(every: number) {
    isSending = true;
    sending = Promise.all(sockets.map((one, index) => sendOn(one, every, (every * index) / sockets.length)));
  },
  async end() {
    isSending = false;
    await sending;
    for (const { socket } of sockets) socket.close();
    return acknowledged;
  },
});

async function sendOn(
  { socket, sender: { conversationId } }: (typeof sockets)[number],
  every: number,
  after: number,
): Promise<void> {
  await delay(after);
  for (let next = performance.now() + every; isSending; next = Math.max(next + every, performance.now())) {
    const clientId = randomUUID();
    await sendUntilAcknowledged(socket, { conversationId, clientId, body: bodyOf(clientId) });
    acknowledged.push({ conversationId, clientId, at: Date.now() });
    await delay(Math.max(0, next - performance.now()));
  }
}

async function sendUntilAcknowledged(socket: Socket, message: NewMessage): Promise<void> {
  for (;;) {
    // Never into Socket.IO's own buffer.
    while (!socket.connected) await delay(10);
    const answer: { ok: boolean } | null = await socket
      .timeout(TIMEOUT)
      .emitWithAck('message:send', message)
      // Not in time, or the connection is gone.
      .catch(() => null);
    if (answer?.ok) return;
    await delay(20);
  }
}
