import { setTimeout as delay } from 'node:timers/promises';
import { type Listener, listen } from '#bench/listener.ts';
import { answerCalls } from '#bench/load-process.ts';
import { bodyOf, clientIdMark, microseconds, sentAt } from '#bench/messages.ts';

/** Whom to listen as: a session, or whoever says what the baseline wants to hear. */
export interface Seat {
  conversationId: string;
  cookie?: string;
}

export interface Listening {
  url: string;
  seats: Seat[];
  /** The packet to begin with for each seat, where `ROOM` stands for its conversation; null: a bare WebSocket. */
  hello: string | null;
}

/** One listener in so many looks for the times of messages, and reads one frame in so many as a client does. */
const LOOKING = 50;
const READING = 100;
/** Connections opened at once, and times that are kept for the delays. */
const OPENING = 50;
const MOST_DELAYS = 2_000_000;
const POLL_MS = 2;

let listeners: { listener: Listener; conversationId: string }[] = [];
const delays = new Float64Array(MOST_DELAYS);
let delayCount = 0;
let framesSeen = 0;
/** What was not as it must be, from whenever it was found. */
let fault: Error | null = null;

const commands = {
  /** Opens them and answers when all receive; the seconds that it took. */
  async open({ url, seats, hello }: Listening): Promise<number> {
    const started = performance.now();
    const open = async ({ conversationId, cookie }: Seat, index: number) => {
      const listener = await listen({
        url,
        cookie,
        hello: hello?.replace('ROOM', conversationId) ?? null,
        onEvent: index % LOOKING === 0 ? (payload) => look(payload, conversationId) : undefined,
        onEnd: () => {
          fault ??= new Error('A listener was disconnected');
        },
      });
      return { listener, conversationId };
    };
    const opened: typeof listeners = [];
    const waiting = seats.entries();
    await Promise.all(
      Array.from({ length: OPENING }, async () => {
        for (const [index, seat] of waiting) opened[index] = await open(seat, index);
      }),
    );
    listeners = opened;
    return (performance.now() - started) / 1_000;
  },

  reset() {
    for (const { listener } of listeners) listener.reset();
    delayCount = 0;
    framesSeen = 0;
  },

  /** Answers when each has as many messages as its conversation got; throws after so many ms, and where it has more. */
  async arrived(expected: Record<string, number>, within: number): Promise<void> {
    const deadline = performance.now() + within;
    for (;;) {
      if (fault) throw fault;
      const missing = listeners.filter(
        ({ listener, conversationId }) => listener.counts.messages !== (expected[conversationId] ?? 0),
      );
      if (missing.length === 0) return;
      if (performance.now() > deadline || missing.some(hasMore(expected)))
        throw incomplete(missing, expected);
      await delay(POLL_MS);
    }
  },

  /** Milliseconds from send to receipt, of those that were looked for. */
  delays: () => delays.slice(0, delayCount),

  /** Messages and the frames that carried them, of all listeners. */
  counts() {
    const all = listeners.map(({ listener }) => listener.counts);
    return {
      messages: all.reduce((sum, { messages }) => sum + messages, 0),
      frames: all.reduce((sum, { frames }) => sum + frames, 0),
    };
  },

  close() {
    for (const { listener } of listeners.splice(0)) listener.close();
  },
};
export type ListenerCommands = typeof commands;
answerCalls(commands);

function look(payload: Buffer, conversationId: string): void {
  const now = microseconds();
  let at = payload.indexOf(clientIdMark);
  while (at !== -1) {
    const begin = at + clientIdMark.length;
    if (delayCount < MOST_DELAYS) {
      delays[delayCount] = (now - sentAt(payload, begin)) / 1_000;
      delayCount += 1;
    }
    at = payload.indexOf(clientIdMark, begin);
  }
  framesSeen += 1;
  if (framesSeen % READING === 1) read(payload.toString(), conversationId);
}

/** Reads a frame as a client does: what it carries must be messages of the load, of this conversation, each whole. */
function read(text: string, conversationId: string): void {
  const packet: unknown = JSON.parse(text.replace(/^42/, ''));
  const event: unknown = Array.isArray(packet) ? packet[1] : packet;
  const items = event && typeof event === 'object' && 'items' in event ? event.items : null;
  const isRight =
    event !== null &&
    typeof event === 'object' &&
    'conversationId' in event &&
    event.conversationId === conversationId &&
    Array.isArray(items) &&
    items.length > 0 &&
    items.every((item) => item.body === bodyOf(item.clientId));
  if (!isRight) fault ??= new Error(`An event is not as it was sent: ${text.slice(0, 500)}`);
}

function hasMore(expected: Record<string, number>) {
  return ({ listener, conversationId }: (typeof listeners)[number]) =>
    listener.counts.messages > (expected[conversationId] ?? 0);
}

function incomplete(missing: typeof listeners, expected: Record<string, number>): Error {
  const [first] = missing;
  return new Error(
    `${missing.length} of ${listeners.length} listeners have not what was sent: the first has ${first?.listener.counts.messages} of ${expected[first?.conversationId ?? ''] ?? 0} messages`,
  );
}
