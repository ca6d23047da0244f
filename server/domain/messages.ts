import { Refusal } from '#contract/errors.ts';
import type {
  ChangesPage,
  ChangesQuery,
  HistoryPage,
  HistoryQuery,
  Message,
  NewMessage,
} from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { Existing } from './existing.ts';
import { type MessageRow, messageColumns, toMessage } from './message-rows.ts';
import { requireMember, requireVisible } from './permissions.ts';
import { store } from './send-queue.ts';

/**
 * Stores a message and answers once it is committed. The same `clientId` again gives the message that is there
 * and announces it again, because the first announcement may have died with its instance.
 */
export async function sendMessage(actor: Actor, input: NewMessage): Promise<Message | Existing<Message>> {
  const stored = await store({ authorId: actor.userId, ...input });
  if (!stored) {
    await requireMember(actor, input.conversationId);
    // Member now, but not when the statement ran: the caller's own retry will find them in.
    throw new Refusal('unavailable', 'The message was not stored: try again.', { retryAfter: 1 });
  }
  if (stored.message.conversationId !== input.conversationId)
    throw new Refusal('conflict', 'This clientId belongs to a message in another conversation.', {
      errors: [{ path: 'clientId', message: 'This was used for another message' }],
    });
  return stored.created ? stored.message : new Existing(stored.message);
}

/** History by `seq`, ascending: before, after or around a place, or the newest page. */
export async function listMessages(actor: Actor, query: HistoryQuery): Promise<HistoryPage> {
  const { conversationId, before, after, around, limit } = query;
  const { last_seq: lastSeq } = await requireVisible(actor, conversationId);
  const older = (place: number, count: number) => page('older', conversationId, place, count);
  const newer = (place: number, count: number) => page('newer', conversationId, place, count);
  let rows: MessageRow[];
  if (after !== undefined) rows = await newer(after, limit);
  else if (around === undefined) rows = await older(before ?? 2_147_483_647, limit);
  else {
    const half = Math.floor(limit / 2);
    const [left, right] = await Promise.all([older(around, half), newer(around - 1, limit - half)]);
    rows = [...left, ...right];
  }
  const items = rows.map(toMessage);
  const first = items[0]?.seq ?? (after === undefined ? 1 : after + 1);
  const last = items.at(-1)?.seq ?? (before === undefined ? lastSeq : before - 1);
  return { items, hasBefore: first > 1 && lastSeq > 0, hasAfter: last < lastSeq };
}

const pages = {
  older: `SELECT * FROM (SELECT ${messageColumns} FROM message m WHERE m.conversation_id = $1 AND m.seq < $2
            ORDER BY m.seq DESC LIMIT $3) AS page ORDER BY seq`,
  newer: `SELECT ${messageColumns} FROM message m WHERE m.conversation_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3`,
};

function page(
  direction: keyof typeof pages,
  conversationId: HistoryQuery['conversationId'],
  place: number,
  count: number,
): Promise<MessageRow[]> {
  return queryRows<MessageRow>(`message-${direction}`, pages[direction], [conversationId, place, count]);
}

/** Everything new or changed since a version: what catches a client up, whatever it missed. */
export async function listChanges(
  actor: Actor,
  { conversationId, after, limit }: ChangesQuery,
): Promise<ChangesPage> {
  const conversation = await requireVisible(actor, conversationId);
  const rows = await queryRows<MessageRow>(
    'message-changes',
    `SELECT ${messageColumns} FROM message m WHERE m.conversation_id = $1 AND m.version > $2 ORDER BY m.version LIMIT $3`,
    [conversationId, after, limit + 1],
  );
  const items = rows.slice(0, limit).map(toMessage);
  return {
    items,
    version: Math.max(conversation.version, items.at(-1)?.version ?? 0),
    hasMore: rows.length > limit,
  };
}
