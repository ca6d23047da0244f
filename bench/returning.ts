import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { backOff } from '#state/sync/connection.ts';
import { createFrameReader, textFrame } from './frames.ts';

/**
 * Somebody whose browser comes back by itself, with the waits and calls of the real client and as little else as a socket
 * takes: two thousand real ones would take more of the processor than the server that they come back to.
 */
export interface Returning {
  readonly isLive: boolean;
  /** Resolves when a frame with this text arrives. */
  hears(text: string): Promise<void>;
  close(): void;
}

interface Options {
  url: string;
  cookie: string;
  /** The conversation on their screen, of which they fetch what they missed. */
  conversationId: string;
  /** How many conversations they are in: what is checked of the first answer. */
  conversations: number;
  /** Whose presence they watch. */
  watched: readonly string[];
  onLive(): void;
  /** What must not happen: an answer that is wrong. */
  onFault(fault: string): void;
}

/** Frames shorter than this are pings. */
const eventBytes = 16;
/** Milliseconds that a connection has to become live; the browser's calls have as long. */
const TIMEOUT = 10_000;

const numbers = z.object({ id: z.string(), version: z.number() });
const synced = z.tuple([
  z.object({ ok: z.literal(true), data: z.object({ cursor: z.string(), conversations: z.array(numbers) }) }),
]);
const changed = z.tuple([
  z.object({
    ok: z.literal(true),
    data: z.object({
      items: z.array(z.object({ version: z.number() })),
      version: z.number(),
      hasMore: z.boolean(),
    }),
  }),
]);

/** Connects, and again whenever the connection ends, until it is closed. */
export function comeBack(options: Options): Returning {
  const { url, cookie, conversationId, conversations, watched, onLive, onFault } = options;
  let socket: Socket | null = null;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLive = false;
  let isClosed = false;
  let cursor: string | null = null;
  let version = 0;
  let expected: { text: string; heard(): void } | null = null;

  const call = (id: number, name: string, input: object) =>
    socket?.write(textFrame(`42${id}${JSON.stringify([name, input])}`));

  /** `2`: a ping. `0`: Engine.IO is open. `40`: so is Socket.IO. `44`: it is refused. `430`, `431`: the answers to what was asked. */
  const replies: [begin: string, reply: (text: string) => unknown][] = [
    ['2', () => socket?.write(textFrame('3'))],
    ['0', () => socket?.write(textFrame('40'))],
    ['40', () => call(0, 'sync', cursor === null ? {} : { since: cursor })],
    ['44', () => socket?.destroy()],
    ['430', (text) => takeSync(text.slice(3))],
    ['431', (text) => takeChanges(text.slice(3))],
    ['42', (text) => expected && text.includes(expected.text) && expected.heard()],
  ];

  function read(payload: Buffer): void {
    // Of somebody who is live only pings are looked at, until something is expected.
    if (isLive && !expected && payload.length >= eventBytes) return;
    const text = payload.toString();
    replies.find(([begin]) => text.startsWith(begin))?.[1](text);
  }

  function takeSync(text: string): void {
    const answer = synced.safeParse(JSON.parse(text));
    // Whoever is refused comes back later, as the browser does.
    if (!answer.success) return void socket?.destroy();
    const [{ data }] = answer.data;
    if (cursor === null && data.conversations.length !== conversations)
      onFault(`The first answer held ${data.conversations.length} conversations`);
    const known = cursor === null ? null : version;
    cursor = data.cursor;
    const latest = data.conversations.find(({ id }) => id === conversationId)?.version ?? version;
    if (known === null || known >= latest) {
      version = latest;
      live();
    } else call(1, 'conversation:changes', { conversationId, after: version, limit: 500 });
  }

  function takeChanges(text: string): void {
    const answer = changed.safeParse(JSON.parse(text));
    if (!answer.success) return void socket?.destroy();
    const [{ data }] = answer.data;
    const next = data.items.at(-1)?.version;
    if (next === undefined || next <= version) {
      onFault('There are no changes where there must be some');
      return;
    }
    version = next;
    if (data.hasMore) call(1, 'conversation:changes', { conversationId, after: version, limit: 500 });
    else live();
  }

  function live(): void {
    isLive = true;
    attempt = 0;
    clearTimeout(timer);
    call(2, 'user:list', { changedSince: cursor, limit: 100 });
    call(3, 'presence:watch', { userIds: watched });
    onLive();
  }

  function lost(): void {
    isLive = false;
    clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(open, backOff(attempt));
    attempt += 1;
  }

  function open(): void {
    const mine = connect({ host: new URL(url).hostname, port: Number(new URL(url).port) });
    socket = mine;
    timer = setTimeout(() => mine.destroy(), TIMEOUT);
    const reader = createFrameReader(read);
    mine.once('connect', () => mine.write(upgradeRequest(url, cookie)));
    mine.on(
      'data',
      upgraded(mine, (chunk) => reader.take(chunk)),
    );
    mine.on('error', () => undefined);
    mine.once('close', lost);
  }
  open();

  return {
    get isLive() {
      return isLive;
    },
    hears: (text) =>
      new Promise((resolve) => {
        expected = {
          text,
          heard() {
            expected = null;
            resolve();
          },
        };
      }),
    close() {
      isClosed = true;
      clearTimeout(timer);
      socket?.destroy();
    },
  };
}

/** Passes on what comes after the answer to the upgrade (RFC 6455, 4.2.2); any other answer ends the connection. */
function upgraded(socket: Socket, take: (chunk: Buffer) => void): (chunk: Buffer) => void {
  let opened: Buffer | null = Buffer.alloc(0);
  return (chunk) => {
    if (opened === null) return take(chunk);
    opened = Buffer.concat([opened, chunk]);
    const end = opened.indexOf('\r\n\r\n');
    if (end === -1) return;
    if (!opened.toString('latin1').startsWith('HTTP/1.1 101')) return void socket.destroy();
    const rest = opened.subarray(end + 4);
    opened = null;
    take(rest);
  };
}

function upgradeRequest(url: string, cookie: string): string {
  const headers = {
    Host: new URL(url).host,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    Cookie: cookie,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${lines.join('')}\r\n`;
}
