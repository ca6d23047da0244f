import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type {
  ConversationQuery,
  conversationPatch,
  MyConversation,
  NewConversation,
} from '#contract/conversations.ts';
import { refuseField } from '#contract/errors.ts';
import { type ConversationId, conversationId as parseConversationId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import { type Query, queryRows, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceConversation, announceJoined } from './announce.ts';
import { refuseTakenName, requireFreeName } from './channel-names.ts';
import { type ConversationRow, selectConversations, visible } from './conversation-rows.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { inConversation, readConversation } from './in-conversation.ts';
import { insertMembers } from './member-rows.ts';
import { admitCreation, admitUsers } from './membership-limits.ts';
import { toMyConversation } from './my-conversation.ts';
import { findPermitted, requirePermission } from './permissions.ts';
import { skeletonsOf } from './skeletons.ts';

/** One conversation that the actor may see. */
export async function getConversation(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<MyConversation> {
  return toMyConversation(await findPermitted(actor, conversationId), actor);
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
       ${selectConversations} WHERE ${visible} AND c.kind <> 'thread' AND (coalesce(c.name, '') ILIKE $2 OR c.topic ILIKE $2)
         AND ($6::text IS NULL OR c.kind = $6)
     ) AS seen) AS sorted
     WHERE (sort, id) > ($3, $4) ORDER BY sort, id LIMIT $5`,
    [actor.userId, containing(q), name, id, limit + 1, kind ?? null],
  );
  return pageOf(
    rows,
    limit,
    (row) => toMyConversation(row, actor),
    (row) => [row.sort, row.id],
  );
}

/** Creates a channel; finds or creates a direct conversation. Refuses a name like a public channel's (`conflict`). */
export async function createConversation(
  actor: Actor,
  input: NewConversation,
): Promise<MyConversation | Existing<MyConversation>> {
  const userIds = [...new Set([actor.userId, ...(input.memberIds ?? [])])].sort();
  const direct = input.kind === 'direct';
  if (direct && userIds.length < 2) throw refuseField('memberIds', 'Choose somebody other than yourself');
  const directKey = direct ? userIds.join(',') : null;
  const skeletons = input.name === undefined ? null : skeletonsOf(input.name);
  const { row, created } = await transaction(async (query) => {
    const known = await findDirect(query, directKey);
    if (known) return { row: await readConversation(query, known, actor.userId), created: false };
    const sort = direct ? 'direct' : 'channel';
    // This locks their rows, so nobody else starts the same direct conversation from here on.
    await admitUsers(query, actor, userIds, sort);
    const meanwhile = await findDirect(query, directKey);
    if (meanwhile) return { row: await readConversation(query, meanwhile, actor.userId), created: false };
    await admitCreation(query, actor, sort);
    if (input.name !== undefined) await requireFreeName(query, input.name);
    const id = parseConversationId.parse(uuidv7());
    await query(
      `INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, topic, direct_key, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[id, input.kind, input.name ?? null, skeletons?.caseless ?? null, skeletons?.shape ?? null],
        ...[input.topic ?? '', directKey, actor.userId],
      ],
    );
    await insertMembers(query, id, userIds);
    return { row: await readConversation(query, id, actor.userId), created: true };
  }).catch((error: unknown) => {
    throw refuseTakenName(error, input.name);
  });
  if (!created) return new Existing(toMyConversation(row, actor));
  announceJoined(userIds, row.id);
  return toMyConversation(row, actor);
}

/** The direct conversation of exactly these users, or null. A conversation that is none has no key. */
async function findDirect(query: Query, directKey: string | null): Promise<ConversationId | null> {
  if (directKey === null) return null;
  const [found] = await query<{ id: ConversationId }>('SELECT id FROM conversation WHERE direct_key = $1', [
    directKey,
  ]);
  return found?.id ?? null;
}

/** Renames a channel or sets its topic. Direct conversations have neither (`forbidden`). */
export async function updateConversation(
  actor: Actor,
  { conversationId, name, topic }: z.output<typeof conversationPatch> & { conversationId: ConversationId },
): Promise<MyConversation> {
  const action = name === undefined ? 'setTopic' : 'rename';
  const row = await inConversation(actor, conversationId, action, async ({ query, conversation }) => {
    if (topic !== undefined) requirePermission(actor, 'setTopic', { conversation });
    if (name !== undefined) await requireFreeName(query, name, conversationId);
    const skeletons = name === undefined ? null : skeletonsOf(name);
    await query(
      `UPDATE conversation SET name = coalesce($2, name), topic = coalesce($3, topic),
         name_skeleton = coalesce($4, name_skeleton), name_shape = coalesce($5, name_shape),
         updated_at = greatest(now(), updated_at + interval '1 ms')
       WHERE id = $1`,
      [conversationId, name ?? null, topic ?? null, skeletons?.caseless ?? null, skeletons?.shape ?? null],
    );
    return readConversation(query, conversationId, actor.userId);
  }).catch((error: unknown) => {
    throw refuseTakenName(error, name);
  });
  announceConversation(row);
  return toMyConversation(row, actor);
}
