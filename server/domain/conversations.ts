import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type {
  ConversationQuery,
  conversationPatch,
  MyConversation,
  NewConversation,
} from '#contract/conversations.ts';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type ConversationId, conversationId as parseConversationId, type UserId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import { database, isForeignKeyViolation, type Query, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { announceConversation, announceJoined } from './announce.ts';
import { refuseTakenName, requireFreeName } from './channel-names.ts';
import { type ConversationRow, selectConversations, toMyConversation, visible } from './conversation-rows.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { insertMembers } from './member-rows.ts';
import { mayManage, requireMember, requireVisible } from './permissions.ts';
import { skeletonsOf } from './skeletons.ts';

/** One conversation that the actor may see. */
export async function getConversation(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<MyConversation> {
  return toMyConversation(await requireVisible(actor, conversationId));
}

/** The channels and direct conversations the actor may see, by name; `q` is a part of the name or topic. */
export async function listConversations(
  actor: Actor,
  { q, kind, cursor, limit }: ConversationQuery,
): Promise<List<MyConversation>> {
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<ConversationRow & { sort: string }>(
    'conversation-list',
    `SELECT * FROM (SELECT seen.*, lower(coalesce(name, '')) AS sort FROM (
       ${selectConversations} WHERE ${visible} AND (coalesce(c.name, '') ILIKE $2 OR c.topic ILIKE $2)
         AND ($6::text IS NULL OR c.kind = $6)
     ) AS seen) AS sorted
     WHERE (sort, id) > ($3, $4) ORDER BY sort, id LIMIT $5`,
    [actor.userId, containing(q), name, id, limit + 1, kind ?? null],
  );
  return pageOf(rows, limit, toMyConversation, (row) => [row.sort, row.id]);
}

/** Creates a channel; finds or creates a direct conversation. Refuses a name like a public channel's (`conflict`). */
export async function createConversation(
  actor: Actor,
  input: NewConversation,
): Promise<MyConversation | Existing<MyConversation>> {
  const people = [...new Set([actor.userId, ...(input.memberIds ?? [])])].sort();
  const direct = input.kind === 'direct';
  if (direct && people.length < 2) throw refuseField('memberIds', 'Choose somebody other than yourself');
  const directKey = direct ? people.join(',') : null;
  const id = parseConversationId.parse(uuidv7());
  const skeletons = input.name === undefined ? null : skeletonsOf(input.name);
  const created = await transaction(async (query) => {
    if (input.name !== undefined) await requireFreeName(query, input.name);
    const rows = await query(
      `INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, topic, direct_key, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (direct_key) DO NOTHING RETURNING id`,
      [
        ...[id, input.kind, input.name ?? null, skeletons?.caseless ?? null, skeletons?.shape ?? null],
        ...[input.topic ?? '', directKey, actor.userId],
      ],
    );
    if (rows.length === 0) return false;
    await insertMembers(query, id, people);
    return true;
  }).catch((error: unknown) => {
    if (isForeignKeyViolation(error)) throw refuseField('memberIds', 'Somebody here is not known');
    throw refuseTakenName(error, input.name);
  });
  if (!created && directKey) return new Existing(await findDirect(actor, directKey));
  await announceJoined(people, id);
  return getConversation(actor, { conversationId: id });
}

async function findDirect(actor: Actor, directKey: string): Promise<MyConversation> {
  const found = await database().prisma.conversation.findUnique({
    where: { directKey },
    select: { id: true },
  });
  return getConversation(actor, { conversationId: parseConversationId.parse(found?.id) });
}

/** Renames a channel or sets its topic; any member may. Direct conversations have neither (`forbidden`). */
export async function updateConversation(
  actor: Actor,
  { conversationId, name, topic }: z.output<typeof conversationPatch> & { conversationId: ConversationId },
): Promise<MyConversation> {
  const row = await requireMember(actor, conversationId);
  if (row.kind === 'direct')
    throw new Refusal('forbidden', 'A direct conversation is called after its people and has no topic.');
  const skeletons = name === undefined ? null : skeletonsOf(name);
  await transaction(async (query) => {
    if (name !== undefined) await requireFreeName(query, name, conversationId);
    await query(
      `UPDATE conversation SET name = coalesce($2, name), topic = coalesce($3, topic),
         name_skeleton = coalesce($4, name_skeleton), name_shape = coalesce($5, name_shape),
         updated_at = greatest(now(), updated_at + interval '1 ms')
       WHERE id = $1`,
      [conversationId, name ?? null, topic ?? null, skeletons?.caseless ?? null, skeletons?.shape ?? null],
    );
  }).catch((error: unknown) => {
    throw refuseTakenName(error, name);
  });
  await announceConversation(conversationId, actor.userId);
  return getConversation(actor, { conversationId });
}

/** Deletes a channel with all its messages; for its creator and the owner. The default channel stays. */
export async function deleteConversation(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<null> {
  const row = await requireMember(actor, conversationId);
  if (row.kind === 'direct') throw new Refusal('forbidden', 'A direct conversation cannot be deleted.');
  if (!mayManage(actor, row))
    throw new Refusal('forbidden', "Only the channel's creator and the owner delete it.");
  const people = await transaction((query) => closeChannel(query, conversationId));
  for (const { user_id } of people)
    live().publish({ user: user_id }, 'conversation:left', { id: conversationId });
  live().closeConversation(conversationId);
  // In parts, each a short statement of its own: a long history must not hold up what others do.
  while (await deleteSomeMessages(conversationId));
  await database().prisma.conversation.delete({ where: { id: conversationId } });
  return null;
}

/** Takes a channel out of everybody's sight and gives those who were in it. */
async function closeChannel(query: Query, conversationId: ConversationId): Promise<{ user_id: UserId }[]> {
  const closed = await query(
    `UPDATE conversation SET kind = 'private', member_count = 0 WHERE id = $1 AND NOT is_default RETURNING id`,
    [conversationId],
  );
  if (closed.length === 0)
    throw new Refusal('forbidden', 'The channel that everyone joins cannot be deleted.');
  return query<{ user_id: UserId }>('DELETE FROM member WHERE conversation_id = $1 RETURNING user_id', [
    conversationId,
  ]);
}

/** Messages that are deleted in one statement, well within its time limit. */
const DELETED_AT_ONCE = 2_000;

/** Deletes some messages of a closed channel; whether there may be more. */
async function deleteSomeMessages(conversationId: ConversationId): Promise<boolean> {
  const deleted = await queryRows(
    'message-delete-some',
    `DELETE FROM message WHERE id IN (SELECT id FROM message WHERE conversation_id = $1 LIMIT $2) RETURNING id`,
    [conversationId, DELETED_AT_ONCE],
  );
  return deleted.length === DELETED_AT_ONCE;
}
