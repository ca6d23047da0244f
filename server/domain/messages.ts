import { Refusal, refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type {
  ChangesPage,
  ChangesQuery,
  HistoryPage,
  HistoryQuery,
  Message,
  NewMessage,
} from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import { refuseWhenBusy } from '#platform/overload.ts';
import type { Actor } from './actor.ts';
import { Existing } from './existing.ts';
import { fittingMessages, leastBytes, type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { firstAt } from './message-times.ts';
import { findPermitted } from './permissions.ts';
import { store } from './send-queue.ts';

/**
 * Stores a message and answers once it is committed. The same `clientId` again, by a member, gives the message that is
 * there and announces it again, because the first announcement may have died with its instance.
 */
export async function sendMessage(actor: Actor, input: NewMessage): Promise<Message | Existing<Message>> {
  const stored = await store({ authorId: actor.userId, ...input });
  if (!stored) {
    const conversation = await findPermitted(actor, input.conversationId, 'send');
    if (input.alsoInParent && conversation.kind !== 'thread')
      throw refuseField('alsoInParent', 'This conversation is no thread');
    // Member now, but not when the statement ran: the caller's own retry will find them in.
    throw new Refusal('unavailable', 'The message was not stored: try again.', { retryAfter: 1 });
  }
  if (stored.message.conversationId !== input.conversationId)
    throw new Refusal('conflict', 'This clientId belongs to a message in another conversation.', {
      errors: [{ path: 'clientId', message: 'This was used for another message' }],
    });
  return stored.created ? stored.message : new Existing(stored.message);
}

/**
 * History by `seq`, ascending: before, after or around a `seq`, around a time, or the newest page. A page holds fewer
 * messages than `limit` when more would take too many bytes: those nearest to what was asked for.
 */
export async function listMessages(actor: Actor, query: HistoryQuery): Promise<HistoryPage> {
  const { conversationId, before, after, at, limit } = query;
  const conversation = await findPermitted(actor, conversationId);
  const { first_seq: firstSeq, last_seq: lastSeq } = conversation;
  const around =
    query.around ?? (at === undefined ? undefined : await firstAt(conversationId, at, conversation));
  let items: Message[];
  if (after !== undefined) items = await readNewer(conversationId, after, limit);
  else if (around === undefined) items = await readOlder(conversationId, before ?? 2_147_483_647, limit);
  else {
    const half = Math.floor(limit / 2);
    const room = limits.answerBytes / 2;
    const [left, right] = await Promise.all([
      readOlder(conversationId, around, half, room),
      readNewer(conversationId, around - 1, limit - half, room),
    ]);
    items = [...left, ...right];
  }
  const first = items[0]?.seq ?? (after === undefined ? 1 : after + 1);
  const last = items.at(-1)?.seq ?? (before === undefined ? lastSeq : before - 1);
  return { items, hasBefore: first > firstSeq && lastSeq > 0, hasAfter: last < lastSeq };
}

/**
 * SQL: a conversation's messages on one side of $2, nearest first: $3 at most, and not many more than $4 bytes of
 * them, so that nobody makes the server read what no answer can hold.
 */
function nearest(column: 'seq' | 'version', side: '<' | '>'): string {
  const order = `m.${column} ${side === '<' ? 'DESC' : 'ASC'}`;
  return `
  SELECT ${messageColumns} FROM (
    SELECT m.*, sum(${leastBytes}) OVER (ORDER BY ${order}) - ${leastBytes} AS bytes_nearer
    FROM (SELECT m.* FROM message m WHERE m.conversation_id = $1 AND m.${column} ${side} $2 ORDER BY ${order} LIMIT $3) AS m
  ) AS m WHERE m.bytes_nearer <= $4 ORDER BY ${order}`;
}

const pages = {
  older: { name: 'message-older', text: nearest('seq', '<') },
  newer: { name: 'message-newer', text: nearest('seq', '>') },
  changes: { name: 'message-changes', text: nearest('version', '>') },
} as const;

async function readPage(
  page: keyof typeof pages,
  conversationId: HistoryQuery['conversationId'],
  from: number,
  count: number,
  room: number,
): Promise<Message[]> {
  const { name, text } = pages[page];
  const rows = await queryRows<MessageRow>(name, text, [conversationId, from, count, room]);
  return rows.map(toMessage);
}

type Side = [conversationId: HistoryQuery['conversationId'], from: number, count: number, room?: number];

async function readNewer(
  ...[conversationId, from, count, room = limits.answerBytes]: Side
): Promise<Message[]> {
  return fittingMessages(await readPage('newer', conversationId, from, count, room), room);
}

async function readOlder(
  ...[conversationId, from, count, room = limits.answerBytes]: Side
): Promise<Message[]> {
  return fittingMessages(await readPage('older', conversationId, from, count, room), room).toReversed();
}

/** Everything new or changed since a version: what catches a client up, whatever it missed. */
export async function listChanges(
  actor: Actor,
  { conversationId, after, limit }: ChangesQuery,
): Promise<ChangesPage> {
  const conversation = await findPermitted(actor, conversationId);
  // Far behind: this would be the first of many large answers.
  if (conversation.version - after > limits.changes) refuseWhenBusy('last');
  const found = await readPage('changes', conversationId, after, limit + 1, limits.answerBytes);
  const items = fittingMessages(found.slice(0, limit));
  return {
    items,
    version: Math.max(conversation.version, items.at(-1)?.version ?? 0),
    // Reading stops only behind what is too much for one answer, so this is true then, too.
    hasMore: items.length < found.length,
  };
}
