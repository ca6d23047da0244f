import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { UserId } from '#contract/ids.ts';
import type { Command } from './events.ts';
import { instanceEntries } from './metrics.ts';
import { createOwnChanges } from './own-changes.ts';
import type { DeviceStatus } from './presence-store.ts';
import type { Redis } from './redis.ts';

// One Redis stream carries what instances tell each other, in one order for all. Each numbers its entries 1, 2, 3; who
// reads a number that does not follow the one before knows that something was missed, whatever lost it: Redis away,
// a stream that was cut shorter than the reader was behind, a failover.

const KEY = 'parley:live';
/** Characters of one entry, but for a command that is longer by itself. */
const ENTRY_SIZE = 256 * 1024;
/** Characters that Redis keeps of the stream, roughly, and entries at the most and at the least. */
const STREAM_SIZE = 64 * 1024 * 1024;
const MOST_ENTRIES = 10_000;
const FEWEST_ENTRIES = 100;
/** Characters sent to Redis that it has not confirmed: what comes beyond that others will notice as missed. */
const MOST_ON_THE_WAY = 16 * 1024 * 1024;
const READ_AT_ONCE = 32;
/** Milliseconds that one read waits for something, and between a failed one and the next. */
const BLOCK = 4_000;
const RETRY = 300;
/** Instances whose numbers are remembered; the ones that were silent longest give way. */
const MOST_INSTANCES = 1_000;

/** What instances tell each other. */
export type Signal =
  | Command
  /** I am here, anew: what you know of me may be wrong. */
  | ['hello']
  /** I stop. */
  | ['bye']
  /** What a user is at my instance. */
  | ['present', UserId, DeviceStatus | null];

export interface Listeners {
  /** Called for each entry of another instance, before its signals. */
  onHeard(from: string): void;
  onSignal(signal: Signal, from: string): void;
  /** Entries may have been missed. */
  onMissed(): void;
}

export interface LiveStream {
  /** This process among the others. */
  instance: string;
  /** Sends what there is to tell; nothing is to tell that one is still here. Never rejects and never repeats itself. */
  send(signals: readonly Signal[]): Promise<void>;
  close(): void;
}

const readings = z
  .array(z.object({ messages: z.array(z.object({ id: z.string(), message: z.unknown() })) }))
  .nullable();
const entry = z.object({ from: z.string(), number: z.coerce.number(), signals: z.string() });

export function openLiveStream(redis: Redis, listeners: Listeners): LiveStream {
  const instance = randomBytes(9).toString('base64url');
  const ownChanges = createOwnChanges();
  /** The number of the last entry of each other instance. */
  const numbers = new Map<string, number>();
  let lastNumber = 0;
  let onTheWay = 0;
  let averageSize = 1_000;
  /** The last entry that was read; null: reading begins at an entry of one's own. */
  let position: string | null = null;
  let isClosed = false;

  /** Adds one entry and gives its id, or null: then nobody gets it, and its number will be missed. */
  async function add(signals: string, commands: readonly Command[]): Promise<string | null> {
    lastNumber += 1;
    const number = lastNumber;
    if (!redis.isThere() || onTheWay + signals.length > MOST_ON_THE_WAY) {
      instanceEntries.inc({ way: 'dropped' });
      return null;
    }
    const before = position;
    onTheWay += signals.length;
    averageSize += (signals.length - averageSize) / 50;
    const threshold = Math.round(STREAM_SIZE / averageSize);
    const trim = {
      strategy: 'MAXLEN',
      strategyModifier: '~',
      threshold: Math.min(MOST_ENTRIES, Math.max(FEWEST_ENTRIES, threshold)),
    } as const;
    ownChanges.sent(number, commands);
    try {
      const fields = { from: instance, number: String(number), signals };
      const id = await redis.ask((client) => client.xAdd(KEY, '*', fields, { TRIM: trim }));
      instanceEntries.inc({ way: 'sent' });
      // Another Redis, whose clock is behind: what it adds would stand before what was read already.
      if (before !== null && !isAfter(id, before)) position = null;
      return id;
    } catch {
      ownChanges.settled(number);
      instanceEntries.inc({ way: 'dropped' });
      return null;
    } finally {
      onTheWay -= signals.length;
    }
  }

  async function send(signals: readonly Signal[]): Promise<void> {
    const adding: Promise<unknown>[] = [];
    let texts: string[] = [];
    let commands: Command[] = [];
    let size = 0;
    const flush = () => {
      adding.push(add(`[${texts.join()}]`, commands));
      [texts, commands, size] = [[], [], 0];
    };
    for (const signal of signals) {
      // While nobody reads it, what it says is not worth writing out.
      const text = redis.isThere() ? JSON.stringify(signal) : '';
      if (texts.length > 0 && size + text.length > ENTRY_SIZE) flush();
      texts.push(text);
      size += text.length;
      if (isCommand(signal)) commands.push(signal);
    }
    flush();
    await Promise.all(adding);
  }

  function take(message: unknown): void {
    const parsed = entry.safeParse(message);
    if (!parsed.success) return;
    const { from, number, signals } = parsed.data;
    if (from === instance) {
      ownChanges.settled(number);
      return;
    }
    instanceEntries.inc({ way: 'received' });
    // Of one that is new here, too: what it announced while it had no Redis nobody heard.
    if (number !== (numbers.get(from) ?? 0) + 1) listeners.onMissed();
    remember(from, number);
    listeners.onHeard(from);
    for (const signal of signalsOf(signals))
      if (!(isCommand(signal) && ownChanges.overrule(signal))) listeners.onSignal(signal, from);
  }

  function remember(from: string, number: number): void {
    numbers.delete(from);
    numbers.set(from, number);
    const [oldest] = numbers.keys();
    if (numbers.size > MOST_INSTANCES && oldest !== undefined) numbers.delete(oldest);
  }

  /** The place to read on from. */
  async function begin(): Promise<string> {
    const own = await add('[["hello"]]', []);
    if (own === null) throw new Error('There is no stream');
    // What was announced before that has been missed by whoever is connected here already.
    listeners.onMissed();
    return own;
  }

  async function read(): Promise<void> {
    while (!isClosed) {
      try {
        position ??= await begin();
        const found = await redis.reader.xRead({ key: KEY, id: position }, { BLOCK, COUNT: READ_AT_ONCE });
        for (const { id, message } of readings.parse(found)?.[0]?.messages ?? []) {
          position = id;
          take(message);
        }
      } catch {
        // Away, which has been said; what is missed meanwhile, the numbers tell.
        if (!isClosed) await delay(RETRY, undefined, { ref: false });
      }
    }
  }
  void read();

  return {
    instance,
    send,
    close() {
      isClosed = true;
    },
  };
}

function isCommand(signal: Signal): signal is Command {
  return signal[0] !== 'hello' && signal[0] !== 'bye' && signal[0] !== 'present';
}

/** What an instance wrote. One of another release may say what is not known here: nobody carries that out. */
function signalsOf(text: string): Signal[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isSignal) : [];
  } catch {
    return [];
  }
}

/** Its name; the rest was checked where it came in, by the instance that sent it. */
function isSignal(signal: unknown): signal is Signal {
  return Array.isArray(signal) && typeof signal[0] === 'string';
}

/** Whether an id of the stream (milliseconds and a number) comes after another. */
function isAfter(id: string, other: string): boolean {
  const [[time = 0, number = 0], [otherTime = 0, otherNumber = 0]] = [partsOf(id), partsOf(other)];
  return time === otherTime ? number > otherNumber : time > otherTime;
}

function partsOf(id: string): number[] {
  return id.split('-').map(Number);
}
