import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { type ConversationId, messageId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message, NewMessage } from '#contract/messages.ts';
import { isDatabaseAway, isLockTimeout, queryRows, uniqueViolation } from '#platform/database.ts';
import { announceChanges } from './announce.ts';
import { mentionedUsers } from './mention-rows.ts';
import { resolveMentions } from './mention-words.ts';
import { toMessage } from './message-rows.ts';
import { announceRead } from './read-states.ts';
import { type SendOutcome, storeMessages, storeMessagesWaiting } from './send-statement.ts';

export type Send = NewMessage & { authorId: UserId };

/** A stored message, and whether this send created it. Null: the author is not a member. */
export type Stored = { message: Message; created: boolean } | null;

/** A send, and how it is answered; once is enough, what comes after is ignored. */
export interface Waiting {
  send: Send;
  resolve: (stored: Stored) => void;
  reject: (error: unknown) => void;
}

/** Messages in one statement, at most: bounds its memory and the time that others wait for it. */
const BATCH = 500;

/** UTF-16 units of text in one statement, at most: as JSON it is less than may wait for one socket. */
const BATCH_TEXT = limits.answerBytes;

/** How often a send that met its own twin is tried alone. */
const TRIES = 5;

/** Takes what fits, in order of arrival. A repeated clientId waits for the next batch, where it is found stored. */
export function takeBatch(waiting: Waiting[]): { batch: Waiting[]; rest: Waiting[] } {
  const seen = new Set<string>();
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  let text = 0;
  for (const entry of waiting) {
    const { authorId, clientId, body } = entry.send;
    const key = authorId + clientId;
    text += body.length;
    const fits = batch.length === 0 || (batch.length < BATCH && text <= BATCH_TEXT);
    (fits && !seen.has(key) ? batch : rest).push(entry);
    seen.add(key);
  }
  return { batch, rest };
}

/**
 * Stores a batch, answers its sends and announces them. A batch that fails is tried again one by one, so that nobody
 * suffers for another's input. Gives those that are still to be stored, in their order: their conversations are held by
 * somebody else (never when `wait` says to wait for them). Throws, with some sends unanswered, when it is no input's
 * fault: the database is away, or keeps what is needed locked, or the server is busy.
 */
export async function commitBatch(batch: Waiting[], wait: boolean): Promise<Waiting[]> {
  try {
    return await commit(batch, wait);
  } catch (error) {
    if (isNobodysFault(error)) throw error;
    return commitOneByOne(batch, wait);
  }
}

function isNobodysFault(error: unknown): boolean {
  return error instanceof Refusal || isDatabaseAway(error) || isLockTimeout(error);
}

async function commitOneByOne(batch: Waiting[], wait: boolean): Promise<Waiting[]> {
  const held: Waiting[] = [];
  const conversations = new Set<ConversationId>();
  for (const entry of batch) {
    const { conversationId } = entry.send;
    // Behind one that could not be stored, so that their order stays.
    if (conversations.has(conversationId)) held.push(entry);
    else if (await isHeld(entry, wait)) {
      held.push(entry);
      conversations.add(conversationId);
    }
  }
  return held;
}

/** Commits one send alone and answers it, unless its conversation is held. */
async function isHeld(entry: Waiting, wait: boolean): Promise<boolean> {
  try {
    return (await commitAlone(entry, wait)).length > 0;
  } catch (error) {
    if (isNobodysFault(error)) throw error;
    entry.reject(error);
    return false;
  }
}

/**
 * Another instance may store the same clientId in the same moment: then the unique key refuses this one, and trying
 * again finds the row. That can happen once more for each other instance, so the tries are bounded, not single.
 */
async function commitAlone(entry: Waiting, wait: boolean): Promise<Waiting[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await commit([entry], wait);
    } catch (error) {
      if (uniqueViolation(error) !== 'message_author_id_client_id_key' || attempt === TRIES) throw error;
    }
  }
}

async function commit(batch: Waiting[], wait: boolean): Promise<Waiting[]> {
  const { name, text } = wait ? storeMessagesWaiting : storeMessages;
  // What may wait for locks must not keep the connection of those that wait for nobody.
  const turn = wait ? 'early' : 'send';
  const ids = batch.map(() => messageId.parse(uuidv7()));
  const sends = batch.map(({ send }) => send);
  const mentions = await resolveMentions(sends, (statement, sql, given) =>
    queryRows(statement, sql, given, turn),
  );
  const mentioned = sends.flatMap(({ authorId }, index) =>
    mentionedUsers(mentions[index] ?? [], authorId).map((userId) => [ids[index], userId] as const),
  );
  const values = [
    ids,
    sends.map((send) => send.conversationId),
    sends.map((send) => send.authorId),
    sends.map((send) => send.clientId),
    sends.map((send) => send.body),
    mentions.map((found) => JSON.stringify(found)),
    mentioned.map(([id]) => id),
    mentioned.map(([, userId]) => userId),
  ];
  const rows = await queryRows<SendOutcome>(name, text, values, turn);
  const outcomes = new Map<string | undefined, SendOutcome>(rows.map((row) => [row.send_id, row]));
  const held: Waiting[] = [];
  const stored = new Map<ConversationId, Message[]>();
  const movedOn: Send[] = [];
  for (const [index, entry] of batch.entries()) {
    const outcome = outcomes.get(ids[index]);
    const result = outcome ? resultOf(outcome) : null;
    // Whoever waited for the lock and got none: the conversation is gone.
    if (outcome && !result && !wait) held.push(entry);
    else entry.resolve(result);
    if (result) noteStored(stored, entry.send, result.message);
    if (outcome?.put_back) movedOn.push(entry.send);
  }
  // These leave after the answers, see live(); what was committed together for one conversation leaves together.
  for (const [conversationId, messages] of stored) announceChanges(conversationId, messages);
  for (const { authorId, conversationId } of movedOn) announceRead(authorId, conversationId);
  return held;
}

/** Null: it was not stored. */
function resultOf(outcome: SendOutcome): Stored {
  if (outcome.created === null) return null;
  const { send_id, put_back, created, ...row } = outcome;
  return { message: toMessage(row), created };
}

/** Notes what is to be announced: not a message that is elsewhere, where its author may be no member any more. */
function noteStored(stored: Map<ConversationId, Message[]>, send: Send, message: Message): void {
  if (message.conversationId !== send.conversationId) return;
  const messages = stored.get(send.conversationId);
  if (messages) messages.push(message);
  else stored.set(send.conversationId, [message]);
}
