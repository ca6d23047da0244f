import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { type ConversationId, clientId, type MessageId, messageId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { mayHaveLinks } from '#contract/link-previews.ts';
import type { Mention } from '#contract/mentions.ts';
import type { NewMessage } from '#contract/messages.ts';
import type { Poll } from '#contract/polls.ts';
import { isDatabaseAway, isLockTimeout, queryRows, uniqueViolation } from '#platform/database.ts';
import { messagesSent, sendBatches } from '#platform/metrics.ts';
import { mentionedUsers } from './mention-rows.ts';
import { resolveMentions } from './mention-words.ts';
import { isKnownThread, storeOrdinaryMessages } from './ordinary-sends.ts';
import { News, resultOf, type Storing } from './send-news.ts';
import { type RootOutcome, type SendOutcome, storeMessages, storeMessagesWaiting } from './send-statement.ts';

/** `poll`: what it is, where it is one; its text says the same. */
export type Send = NewMessage & { authorId: UserId; poll?: Poll };

/** Null: the author is not a member. */
export type Stored = Storing | null;

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

/** UTF-16 units that are told of one file, about. */
const FILE_TEXT = 1_000;

const sizes = sendBatches.of();

/** How often a send that met its own twin is tried alone. */
const TRIES = 5;

/**
 * Takes what fits, in order of arrival. A repeated clientId waits for the next batch, where it is found stored, as does a
 * send that names a file again, which has gone by then.
 */
export function takeBatch(waiting: Waiting[]): { batch: Waiting[]; rest: Waiting[] } {
  const seen = new Set<string>();
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  let text = 0;
  for (const entry of waiting) {
    const { authorId, clientId, body, alsoInParent, fileIds = [] } = entry.send;
    const ids = [clientId, ...(alsoInParent ? [copyIdOf(clientId)] : [])];
    const keys = [...ids, ...fileIds].map((id) => authorId + id);
    text += ids.length * (body.length + FILE_TEXT * fileIds.length);
    const fits = batch.length === 0 || (batch.length < BATCH && text <= BATCH_TEXT);
    (fits && !keys.some((key) => seen.has(key)) ? batch : rest).push(entry);
    for (const key of keys) seen.add(key);
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
  // What may wait for locks must not keep the connection of those that wait for nobody.
  const turn = wait ? 'early' : 'send';
  const mentions = await resolveMentions(
    batch.map(({ send }) => send),
    (statement, sql, given) => queryRows(statement, sql, given, turn),
  );
  const entries = batch.map((waiting, index) => ({
    waiting,
    rows: rowsOf(waiting.send, mentions[index] ?? []),
  }));
  sizes.observe(batch.length);
  const rest = wait ? entries : await commitOrdinary(entries);
  return rest.length === 0 ? [] : commitAny(rest, wait);
}

/** A send and the rows that it asks for. */
interface Entry {
  waiting: Waiting;
  rows: [Row, ...Row[]];
}

/** Commits what is ordinary, answers and announces it; gives the rest. */
async function commitOrdinary(entries: Entry[]): Promise<Entry[]> {
  // With one that is not, all of its conversation, so that their order stays.
  const others = new Set(
    entries.flatMap((entry) => (isOrdinary(entry) ? [] : entry.waiting.send.conversationId)),
  );
  const ordinary = entries.filter(({ waiting }) => !others.has(waiting.send.conversationId));
  if (ordinary.length === 0) return entries;
  const stored = await storeOrdinaryMessages(
    ordinary.map(({ waiting: { send }, rows: [{ id }] }) => ({ ...send, id })),
  );
  const news = new News();
  const rest: Entry[] = [];
  for (const entry of entries) {
    const message = stored.get(entry.rows[0].id);
    if (message) {
      entry.waiting.resolve({ message, created: true });
      news.noteMessage(message);
    } else rest.push(entry);
  }
  if (stored.size > 0) messagesSent.inc(stored.size);
  news.announce();
  return rest;
}

function isOrdinary({ waiting: { send }, rows: [{ mentions }] }: Entry): boolean {
  if (mentions.length > 0 || send.fileIds?.length || send.poll) return false;
  return !(send.alsoInParent || isKnownThread(send.conversationId));
}

/** Commits, answers and announces sends of every kind; gives those whose conversations are held. */
async function commitAny(entries: Entry[], wait: boolean): Promise<Waiting[]> {
  const rows = entries.flatMap((entry) => entry.rows);
  const mentioned = rows.flatMap((row) =>
    mentionedUsers(row.mentions, row.send.authorId).map((userId) => [row.id, userId] as const),
  );
  const values = [
    rows.map(({ id }) => id),
    rows.map(({ send }) => send.conversationId),
    rows.map(({ send }) => send.authorId),
    rows.map((row) => row.clientId),
    rows.map(({ send }) => send.body),
    rows.map(({ copyOf }) => copyOf),
    rows.map((row) => JSON.stringify(row.mentions)),
    mentioned.map(([id]) => id),
    mentioned.map(([, userId]) => userId),
    rows.map(({ send }) => (send.poll ? JSON.stringify(send.poll) : null)),
    rows.filter(({ send }) => mayHaveLinks(send.body) && !send.poll).map(({ id }) => id),
  ];
  const { name, text, files } = statementFor(entries, wait);
  const outcomes = await queryRows<SendOutcome | RootOutcome>(
    name,
    text,
    [...values, ...files],
    wait ? 'early' : 'send',
  );
  const bySend = new Map<string | undefined, SendOutcome>();
  const news = new News();
  for (const outcome of outcomes) {
    if (outcome.send_id === null) news.noteRoot(outcome);
    else bySend.set(outcome.send_id, outcome);
  }
  const held: Waiting[] = [];
  let stored = 0;
  for (const { waiting, rows: own } of entries) {
    const [outcome, copy] = own.map(({ id }) => bySend.get(id));
    const result = resultOf(outcome);
    // Whoever waited for the lock and got none: the conversation is gone.
    if (outcome && !result && !wait) held.push(waiting);
    else waiting.resolve(result);
    if (result?.created) stored += 1;
    if (outcome && result) news.noteStored(outcome, waiting.send.conversationId, result, copy);
  }
  if (stored > 0) messagesSent.inc(stored);
  news.announce();
  return held;
}

/** The statement that stores these, and the files that it is told of. */
function statementFor(entries: Entry[], wait: boolean) {
  const { plain, filed } = wait ? storeMessagesWaiting : storeMessages;
  const attached = entries.flatMap(({ waiting, rows: [{ id }] }) =>
    (waiting.send.fileIds ?? []).map((fileId) => [id, fileId] as const),
  );
  if (attached.length === 0) return { ...plain, files: [] };
  return { ...filed, files: [attached.map(([id]) => id), attached.map(([, fileId]) => fileId)] };
}

/** A row to be stored: a message, or the copy of one that goes to the parent of its thread. */
interface Row {
  id: MessageId;
  send: Send;
  clientId: Send['clientId'];
  mentions: Mention[];
  copyOf: MessageId | null;
}

/** Of copies' clientIds: the same send, the same copy. */
const COPIES = '9c0f6c0a-7a55-4f3b-9a4e-1d1f0c5b7e21';

function rowsOf(send: Send, mentions: Mention[]): [Row, ...Row[]] {
  const id = messageId.parse(uuidv7());
  const row: Row = { id, send, clientId: send.clientId, mentions, copyOf: null };
  if (!send.alsoInParent) return [row];
  const ofCopy = copyIdOf(send.clientId);
  return [row, { id: messageId.parse(uuidv7()), send, clientId: ofCopy, mentions, copyOf: id }];
}

/** The clientId of a message's copy in the parent of its thread. */
export function copyIdOf(ofMessage: Send['clientId']): Send['clientId'] {
  return clientId.parse(uuidv5(ofMessage, COPIES));
}
