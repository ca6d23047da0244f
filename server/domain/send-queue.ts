import { setImmediate as endOfTurn } from 'node:timers/promises';
import { Refusal } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import { database } from '#platform/database.ts';
import { announcementsSettled } from '#platform/events.ts';
import { waitingSends } from '#platform/metrics.ts';
import { commitBatch, type Send, type Stored, takeBatch, type Waiting } from './send-batch.ts';

// Group commit. Sends that arrive while a statement runs wait and go together in the next one, whatever their
// conversations: one statement at a time in each instance. A statement's cost is mostly its commit, so under load
// the batch grows and the cost of each message falls; alone, a send waits for nobody.
//
// That statement waits for nobody's lock either: it passes over conversations that somebody else holds. Their sends
// go on in queues of their own, one for each such conversation, whose statements do wait; so a conversation that is
// held long holds up its own sends only.

/** Sends that may wait in this process, and the bytes of their texts in memory. */
const MOST_WAITING = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** Sends that may wait for one conversation that is held. */
const MOST_HELD = 1_000;

let waiting: Waiting[] = [];
let running: Promise<void> | null = null;

const held = new Map<ConversationId, Waiting[]>();
const runningHeld = new Map<ConversationId, Promise<void>>();

const unanswered = { sends: 0, bytes: 0 };
waitingSends.from(() => unanswered.sends);

/**
 * Stores one message with whatever else waits, answers after the commit, and announces it after that. Throws
 * `unavailable` when too much waits already.
 */
export async function store(send: Send): Promise<Stored> {
  const bytes = 2 * send.body.length;
  const ownQueue = held.get(send.conversationId);
  const isFull = unanswered.sends >= MOST_WAITING || unanswered.bytes + bytes > MOST_BYTES;
  if (isFull || (ownQueue && ownQueue.length >= MOST_HELD))
    throw new Refusal('unavailable', 'Too many messages wait to be stored: try again in a moment.', {
      retryAfter: 2,
    });
  unanswered.sends += 1;
  unanswered.bytes += bytes;
  try {
    return await new Promise((resolve, reject) => {
      (ownQueue ?? waiting).push({ send, resolve, reject });
      if (!ownQueue) running ??= drain();
    });
  } finally {
    unanswered.sends -= 1;
    unanswered.bytes -= bytes;
  }
}

/** Resolves when everything that waits has been answered and announced. */
export async function sendsSettled(): Promise<void> {
  while (running !== null || runningHeld.size > 0) await Promise.all([running, ...runningHeld.values()]);
  await announcementsSettled();
}

async function drain(): Promise<void> {
  // The end of this turn of the event loop, so that sends read from all sockets in it go together.
  await endOfTurn();
  while (waiting.length > 0) {
    const { batch, rest } = takeBatch(waiting);
    waiting = rest;
    try {
      holdBack(await commitBatch(batch, false));
    } catch (error) {
      // Without a database, or with its tables held, whoever waits is refused now, not after another time limit.
      const untried = waiting;
      waiting = [];
      for (const entry of [...batch, ...untried]) entry.reject(error);
    }
  }
  running = null;
}

/** Moves sends to the queues of their conversations, and behind them what has come for these in the meantime. */
function holdBack(entries: Waiting[]): void {
  if (entries.length === 0) return;
  for (const { send } of entries) if (!held.has(send.conversationId)) held.set(send.conversationId, []);
  const free: Waiting[] = [];
  for (const entry of entries) held.get(entry.send.conversationId)?.push(entry);
  for (const entry of waiting) (held.get(entry.send.conversationId) ?? free).push(entry);
  waiting = free;
  drainHeldQueues();
}

/** Runs the queues of held conversations, in the order in which they came, with a third of the connections at most. */
function drainHeldQueues(): void {
  const most = Math.max(1, Math.floor((database().pool.options.max ?? 1) / 3));
  for (const conversationId of held.keys()) {
    if (runningHeld.size >= most) return;
    if (!runningHeld.has(conversationId)) runningHeld.set(conversationId, drainHeld(conversationId));
  }
}

async function drainHeld(conversationId: ConversationId): Promise<void> {
  for (let queue = held.get(conversationId) ?? []; queue.length > 0; queue = held.get(conversationId) ?? []) {
    const { batch, rest } = takeBatch(queue);
    held.set(conversationId, rest);
    try {
      await commitBatch(batch, true);
    } catch (error) {
      // One wait for a conversation that somebody else holds is enough for all its messages.
      const untried = held.get(conversationId) ?? [];
      held.set(conversationId, []);
      for (const entry of [...batch, ...untried]) entry.reject(error);
    }
  }
  held.delete(conversationId);
  runningHeld.delete(conversationId);
  drainHeldQueues();
}
