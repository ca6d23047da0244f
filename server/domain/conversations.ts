import { v7 as uuidv7 } from 'uuid';
import type {
  ConversationPatch,
  ConversationQuery,
  MyConversation,
  NewConversation,
} from '#contract/conversations.ts';
import { refuseField } from '#contract/errors.ts';
import { type ConversationId, conversationId as parseConversationId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { WorkspaceAction } from '#contract/workspace-actions.ts';
import { type Query, queryRows, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceConversation, announceJoined, announceMemberships } from './announce.ts';
import { recordAudit } from './audit.ts';
import { refuseTakenName, requireFreeName } from './channel-names.ts';
import { type ConversationRow, selectConversations, visible } from './conversation-rows.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { noteConversationForHooks } from './hook-events.ts';
import { inConversation, readConversation } from './in-conversation.ts';
import { insertMembers } from './member-rows.ts';
import { admitCreation, admitUsers, lockUsers } from './membership-limits.ts';
import { toMyConversation } from './my-conversation.ts';
import { type Action, findPermitted, requirePermission } from './permissions.ts';
import { skeletonsOf } from './skeletons.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

/** One conversation that the actor may see. */
export async function getConversation(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<MyConversation> {
  return toMyConversation(await findPermitted(actor, conversationId), actor);
}

/** The channels and direct conversations the actor may see, in use or archived, by name; `q` is a part of the name or topic. */
export async function listConversations(
  actor: Actor,
  { q, kind, archived, cursor, limit }: ConversationQuery,
): Promise<List<MyConversation>> {
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<ConversationRow & { sort: string }>(
    'conversation-list',
    `SELECT * FROM (SELECT seen.*, lower(coalesce(name, '')) AS sort FROM (
       ${selectConversations} WHERE ${visible} AND c.kind <> 'thread' AND (coalesce(c.name, '') ILIKE $2 OR c.topic ILIKE $2)
         AND ($6::text IS NULL OR c.kind = $6) AND (c.archived_at IS NOT NULL) = $7
     ) AS seen) AS sorted
     WHERE (sort, id) > ($3, $4) ORDER BY sort, id LIMIT $5`,
    [actor.userId, containing(q), name, id, limit + 1, kind ?? null, archived],
  );
  return pageOf(
    rows,
    limit,
    (row) => toMyConversation(row, actor),
    (row) => [row.sort, row.id],
  );
}

/** What has to be allowed in the workspace. */
const creating = {
  public: 'createPublicChannel',
  private: 'createPrivateChannel',
  direct: 'startDirect',
} as const satisfies Record<NewConversation['kind'], WorkspaceAction>;

/** Creates a channel; finds or creates a direct conversation. Refuses a name like a public channel's (`conflict`). */
export async function createConversation(
  actor: Actor,
  input: NewConversation,
): Promise<MyConversation | Existing<MyConversation>> {
  const userIds = [...new Set([actor.userId, ...(input.memberIds ?? [])])].sort();
  const direct = input.kind === 'direct';
  if (direct && userIds.length < 2) throw refuseField('memberIds', 'Choose somebody other than yourself');
  if (direct && input.name !== undefined && userIds.length < 3)
    throw refuseField('name', 'A conversation of two has no name');
  const directKey = direct ? userIds.join(',') : null;
  const skeletons = input.name === undefined ? null : skeletonsOf(input.name);
  const { row, created } = await transaction(async (query) => {
    const known = await findDirect(query, directKey);
    if (known) return { row: await readConversation(query, known, actor.userId), created: false };
    const sort = direct ? 'direct' : 'channel';
    // Nobody else starts the same direct conversation from here on.
    await lockUsers(query, userIds);
    await requireInWorkspace(query, actor, creating[input.kind]);
    await admitUsers(query, actor, userIds, sort);
    const meanwhile = await findDirect(query, directKey);
    if (meanwhile) return { row: await readConversation(query, meanwhile, actor.userId), created: false };
    await admitCreation(query, actor, sort);
    if (input.name !== undefined && !direct) await requireFreeName(query, input.name);
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

/**
 * Changes what a conversation is called, what it is about, and whether it is archived; the actor must be allowed each of
 * it. A direct conversation has but a name, and that only among three or more (`forbidden`).
 */
export async function updateConversation(
  actor: Actor,
  { conversationId, ...patch }: ConversationPatch & { conversationId: ConversationId },
): Promise<MyConversation> {
  const { row, isMoved } = await inConversation(
    actor,
    conversationId,
    'read',
    async ({ query, conversation }) => {
      for (const action of actionsOf(patch)) requirePermission(actor, action, { conversation });
      await requireName(query, conversation, patch.name);
      await storeFacts(query, conversationId, patch);
      await recordChanges(query, actor, conversation, patch);
      const row = await readConversation(query, conversationId, actor.userId);
      return { row, isMoved: (row.archived_at === null) !== (conversation.archived_at === null) };
    },
  ).catch((error: unknown) => {
    throw refuseTakenName(error, patch.name ?? undefined);
  });
  // What its members may do with it is another thing then.
  if (isMoved) announceMemberships(conversationId);
  else announceConversation(row);
  return toMyConversation(row, actor);
}

/** What others have to be able to find out about. What a direct conversation is called is the business of those in it. */
async function recordChanges(
  query: Query,
  actor: Actor,
  { id, kind, name: before, archived_at, retention_days }: ConversationRow,
  { name, archived, retentionDays }: ConversationPatch,
): Promise<void> {
  const isDirect = kind === 'direct';
  const target = { kind: 'conversation', id, name: isDirect ? '' : (before ?? '') } as const;
  if (name != null && name !== before && !isDirect)
    await recordAudit(query, actor, 'channel.renamed', target, { name });
  if (retentionDays !== undefined && retentionDays !== retention_days)
    await recordAudit(query, actor, 'channel.retention', target, { days: retentionDays, kind });
  if (archived !== undefined && archived !== (archived_at !== null))
    await recordAudit(query, actor, archived ? 'channel.archived' : 'channel.restored', target);
}

/** What has to be allowed for this; the name, the topic and the description are all that nothing asks for. */
function actionsOf({ name, topic, description, archived, retentionDays }: ConversationPatch): Action[] {
  const isAbout = topic !== undefined || description !== undefined;
  return [
    ...(name === undefined ? [] : (['rename'] as const)),
    ...(isAbout || (name === undefined && archived === undefined && retentionDays === undefined)
      ? (['setTopic'] as const)
      : []),
    ...(archived === undefined ? [] : (['archive'] as const)),
    ...(retentionDays === undefined ? [] : (['setRetention'] as const)),
  ];
}

async function requireName(
  query: Query,
  { id, kind }: ConversationRow,
  name: string | null | undefined,
): Promise<void> {
  if (name === undefined || kind === 'direct') return;
  if (name === null) throw refuseField('name', 'A channel has a name');
  await requireFreeName(query, name, id);
}

/** Null leaves a fact as it is; only a name may go. */
async function storeFacts(
  query: Query,
  id: ConversationId,
  { name, topic, description, archived, retentionDays }: ConversationPatch,
): Promise<void> {
  const skeletons = name == null ? null : skeletonsOf(name);
  await query(
    `UPDATE conversation SET topic = coalesce($2, topic), description = coalesce($3, description),
       name = CASE WHEN $4 THEN $5 ELSE name END, name_skeleton = CASE WHEN $4 THEN $6 ELSE name_skeleton END,
       name_shape = CASE WHEN $4 THEN $7 ELSE name_shape END,
       archived_at = CASE WHEN $8 THEN coalesce(archived_at, now()) WHEN NOT $8 THEN NULL ELSE archived_at END,
       retention_days = CASE WHEN $9 THEN $10 ELSE retention_days END,
       updated_at = greatest(now(), updated_at + interval '1 ms')
     WHERE id = $1`,
    [
      ...[id, topic ?? null, description ?? null],
      ...[name !== undefined, name ?? null, skeletons?.caseless ?? null, skeletons?.shape ?? null],
      ...[archived ?? null, retentionDays !== undefined, retentionDays ?? null],
    ],
  );
  await noteConversationForHooks(query, id);
}
