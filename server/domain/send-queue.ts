import { v7 as uuidv7 } from 'uuid';
import { type ConversationId, messageId, type UserId } from '#contract/ids.ts';
import type { Message, NewMessage } from '#contract/messages.ts';
import { isDatabaseAway, isLockTimeout, queryRows, uniqueViolation } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { type MessageRow, toMessage } from './message-rows.ts';
import { storeMessages } from './send-statement.ts';

// Group commit. Sends that arrive while a statement runs wait and go together in the next one, whatever their
// conversations: one statement at a time in each instance. A statement's cost is mostly its commit, so under load
// the batch grows and the cost of each message falls; alone, a send waits for nobody.

type Send = NewMessage & { authorId: UserId };

/** A stored message, and whether this send created it. Null: the author is not a member. */
type Stored = { message: Message; created: boolean } | null;

interface Waiting {
  send: Send;
  resolve: (stored: Stored) => void;
  reject: (error: unknown) => void;
}

/** Messages in one statement, at most: bounds its memory and the time that others wait for it. */
const BATCH = 500;

/** How often a send that met its own twin is tried alone. */
const TRIES = 5;

/** With so many conversations held by somebody else, it is the whole table that is held. */
const MOST_LOCKED = 3;

let waiting: Waiting[] = [];
let running: Promise<void> | null = null;

/** Stores one message with whatever else waits, publishes it, and answers after the commit. */
export function store(send: Send): Promise<Stored> {
  return new Promise((resolve, reject) => {
    waiting.push({ send, resolve, reject });
    running ??= drain();
  });
}

/** Resolves when everything that waits has been answered. */
export async function sendsSettled(): Promise<void> {
  while (running !== null) await running;
}

async function drain(): Promise<void> {
  // One turn of the event loop, so that sends parsed from the same read of the socket go together.
  await Promise.resolve();
  while (waiting.length > 0) {
    const batch = nextBatch();
    try {
      await commit(batch);
    } catch (error) {
      await commitOneByOne(batch, error);
    }
  }
  running = null;
}

/** Takes what fits, in order of arrival. A repeated clientId waits for the next batch, where it is found stored. */
function nextBatch(): Waiting[] {
  const seen = new Set<string>();
  const batch: Waiting[] = [];
  const later: Waiting[] = [];
  for (const entry of waiting) {
    const key = entry.send.authorId + entry.send.clientId;
    if (batch.length < BATCH && !seen.has(key)) batch.push(entry);
    else later.push(entry);
    seen.add(key);
  }
  waiting = later;
  return batch;
}

/** A batch that fails is tried again one by one, so that nobody suffers for another's input. */
async function commitOneByOne(batch: Waiting[], error: unknown): Promise<void> {
  if (isDatabaseAway(error)) {
    giveUp(batch, error);
    return;
  }
  const locked = new Map<ConversationId, unknown>();
  for (const [index, entry] of batch.entries()) {
    const { conversationId } = entry.send;
    try {
      // One wait for a conversation that somebody else holds is enough for all its messages.
      if (locked.has(conversationId)) throw locked.get(conversationId);
      await commitAlone(entry);
    } catch (reason) {
      entry.reject(reason);
      if (isLockTimeout(reason)) locked.set(conversationId, reason);
      if (!isDatabaseAway(reason) && locked.size < MOST_LOCKED) continue;
      giveUp(batch.slice(index + 1), reason);
      return;
    }
  }
}

/**
 * Another instance may store the same clientId in the same moment: then the unique key refuses this one, and trying
 * again finds the row. That can happen once more for each other instance, so the tries are bounded, not single.
 */
async function commitAlone(entry: Waiting): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await commit([entry]);
    } catch (error) {
      if (uniqueViolation(error) !== 'message_author_id_client_id_key' || attempt === TRIES) throw error;
    }
  }
}

/** Without a database, whoever waits is told now, not after another time limit of their own. */
function giveUp(batch: Waiting[], error: unknown): void {
  const untried = waiting;
  waiting = [];
  for (const entry of [...batch, ...untried]) entry.reject(error);
}

async function commit(batch: Waiting[]): Promise<void> {
  const sends = batch.map(({ send }) => send);
  const rows = await queryRows<MessageRow & { place: number; created: boolean }>(
    'message-send',
    storeMessages,
    [
      sends.map(() => messageId.parse(uuidv7())),
      sends.map((send) => send.conversationId),
      sends.map((send) => send.authorId),
      sends.map((send) => send.clientId),
      sends.map((send) => send.body),
    ],
  );
  const stored = new Map(rows.map((row) => [row.place, { message: toMessage(row), created: row.created }]));
  // Acknowledge first, then publish: the sender is told as soon as the commit is done.
  for (const [index, entry] of batch.entries()) entry.resolve(stored.get(index + 1) ?? null);
  publish([...stored.values()].map(({ message }) => message));
}

/** What was committed together for one conversation leaves as one event. */
function publish(messages: Message[]): void {
  const byConversation = new Map<ConversationId, Message[]>();
  for (const message of messages.toSorted((left, right) => left.version - right.version)) {
    const items = byConversation.get(message.conversationId);
    if (items) items.push(message);
    else byConversation.set(message.conversationId, [message]);
  }
  for (const [conversationId, items] of byConversation)
    live().publish({ conversation: conversationId }, 'changes', { conversationId, items });
}
