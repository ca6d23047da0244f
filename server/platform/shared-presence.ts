import { userId as parseUserId, type UserId } from '#contract/ids.ts';
import { live } from './events.ts';
import type { LiveStream, Signal } from './live-stream.ts';
import {
  type DeviceStatus,
  noteElsewhere,
  ownPresence,
  presentElsewhere,
  watchOwnPresence,
} from './presence-store.ts';
import type { Redis } from './redis.ts';

// Each instance knows who is present at every other: it reads that once, from a hash that the other keeps in Redis, and
// follows the changes that the other sends. Whoever is silent for a while is gone, with everybody who was there. So
// watching asks Redis nothing, and while Redis is away each instance is left with its own users.

/** Milliseconds between two signs of life, and the silence after which an instance is gone. */
const SIGN_OF_LIFE = 4_000;
const GONE = 10_000;
const LOOK = 1_000;
/** Milliseconds that users have to connect elsewhere when their instance stops. */
const PARTING = 4_000;
/** Milliseconds in which changes are collected: a thousand who come back at once are one entry. */
const COLLECT = 50;
/** Seconds after which Redis forgets the hash of an instance that died. */
const HASH_LIFE = 60;
const WRITTEN_AT_ONCE = 500;

export interface SharedPresence {
  heard(from: string): void;
  /** Takes what is about presence; the rest is nothing to it. */
  signal(signal: Signal, from: string): void;
  /** Redis is there again, perhaps empty: writes everything anew and says so. */
  restore(): Promise<void>;
  /** How many other instances are alive, as far as is known. */
  others(): number;
  /** Says goodbye. */
  close(): Promise<void>;
}

const keyOf = (instance: string) => `parley:present:${instance}`;

/** @param onDied an instance has gone without a word */
export function sharePresence(redis: Redis, stream: () => LiveStream, onDied: () => void): SharedPresence {
  /** When each other instance was heard last. */
  const heardAt = new Map<string, number>();
  /** Those that said goodbye, and may have something to say until they are gone. */
  const parting = new Set<string>();
  /** What instances said while what they had said before was being read. */
  const loading = new Map<string, [UserId, DeviceStatus | null][]>();
  /** Those whose hash could not be read, or was being read as they wrote it anew: it is read when they are next heard. */
  const unread = new Set<string>();
  let changes = new Map<UserId, DeviceStatus | null>();
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let answering: ReturnType<typeof setTimeout> | undefined;

  watchOwnPresence((userId, status) => {
    changes.set(userId, status);
    flushing ??= setTimeout(() => void flush(), COLLECT);
  });

  async function flush(): Promise<void> {
    flushing = undefined;
    const signals = [...changes].map(([userId, status]): Signal => ['present', userId, status]);
    const own = keyOf(stream().instance);
    const gone = [...changes].flatMap(([userId, status]) => (status ? [] : [userId]));
    const here = [...changes].flatMap(([userId, status]) => (status ? [[userId, status] as const] : []));
    changes = new Map();
    // The hash first: whoever reads it later than the entry finds at least this.
    await Promise.all([
      gone.length > 0 ? redis.ask((client) => client.hDel(own, gone)).catch(ignored) : null,
      write(own, here).catch(ignored),
      stream().send(signals),
    ]);
  }

  async function write(own: string, present: (readonly [UserId, DeviceStatus])[]): Promise<void> {
    const writing: Promise<unknown>[] = [];
    for (let at = 0; at < present.length; at += WRITTEN_AT_ONCE) {
      const part = Object.fromEntries(present.slice(at, at + WRITTEN_AT_ONCE));
      writing.push(redis.ask((client) => client.hSet(own, part)));
    }
    if (present.length > 0) writing.push(redis.ask((client) => client.expire(own, HASH_LIFE)));
    await Promise.all(writing);
  }

  async function restore(): Promise<void> {
    const own = keyOf(stream().instance);
    try {
      const emptied = redis.ask((client) => client.del(own));
      await Promise.all([emptied, write(own, [...ownPresence()])]);
    } catch {
      return; // Away again: the next return does it.
    }
    await stream().send([['hello']]);
  }

  /** Reads who is present at an instance, and makes that what is known of it. */
  async function load(from: string): Promise<void> {
    if (loading.has(from)) {
      unread.add(from);
      return;
    }
    const meanwhile: [UserId, DeviceStatus | null][] = [];
    loading.set(from, meanwhile);
    try {
      const present = await readPresent(redis, from);
      for (const userId of presentElsewhere(from)) if (!present.has(userId)) note(from, userId, null);
      for (const [userId, status] of present) note(from, userId, status);
    } catch {
      unread.add(from);
    } finally {
      loading.delete(from);
      for (const [userId, status] of meanwhile) note(from, userId, status);
    }
  }

  function forget(instance: string): void {
    heardAt.delete(instance);
    unread.delete(instance);
    for (const userId of presentElsewhere(instance)) note(instance, userId, null);
    if (!parting.delete(instance)) onDied();
  }

  /** Tells the others soon that this instance is here, once for all who ask. */
  function answerSoon(): void {
    answering ??= setTimeout(() => {
      answering = undefined;
      void stream().send([]);
    }, COLLECT);
  }

  const looking = setInterval(() => {
    for (const [instance, at] of heardAt) if (performance.now() - at > GONE) forget(instance);
  }, LOOK);
  looking.unref();

  const living = setInterval(() => {
    if (!redis.isThere()) return;
    void stream().send([]);
    const own = keyOf(stream().instance);
    if (ownPresence().size > 0)
      redis
        .ask((client) => client.expire(own, HASH_LIFE))
        .then((isKept) => (isKept ? undefined : restore()))
        .catch(ignored);
  }, SIGN_OF_LIFE);
  living.unref();

  return {
    heard(from) {
      const isRead = heardAt.has(from) && !unread.delete(from);
      heardAt.set(from, performance.now());
      if (!isRead) void load(from);
    },
    signal(signal, from) {
      if (signal[0] === 'present') {
        const [, userId, status] = signal;
        loading.get(from)?.push([userId, status]);
        if (!loading.has(from)) note(from, userId, status);
      } else if (signal[0] === 'hello') {
        void load(from);
        answerSoon();
      } else if (signal[0] === 'bye') {
        heardAt.set(from, performance.now() - GONE + PARTING);
        parting.add(from);
      }
    },
    restore,
    others: () => heardAt.size,
    async close() {
      clearInterval(looking);
      clearInterval(living);
      clearTimeout(flushing);
      clearTimeout(answering);
      watchOwnPresence(null);
      await stream().send([['bye']]);
    },
  };
}

/** Who is present at an instance, as it has written it. */
async function readPresent(redis: Redis, instance: string): Promise<Map<UserId, DeviceStatus>> {
  const present = new Map<UserId, DeviceStatus>();
  let next = '0';
  do {
    const { cursor, entries } = await redis.ask((client) =>
      client.hScan(keyOf(instance), next, { COUNT: 1_000 }),
    );
    next = cursor;
    for (const { field, value } of entries) {
      const userId = parseUserId.safeParse(field);
      if (userId.success && isStatus(value)) present.set(userId.data, value);
    }
  } while (next !== '0');
  return present;
}

function note(instance: string, userId: UserId, status: DeviceStatus | null): void {
  const changed = noteElsewhere(instance, userId, status);
  if (changed) live().publish({ watchersOf: userId }, 'presence', { userId, status: changed });
}

function isStatus(value: string): value is DeviceStatus {
  return value === 'online' || value === 'away';
}

/** The next sign of life finds out. */
function ignored(): void {}
