import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import type { ManagedChannel, ManagedChannelPatch, ManagedChannelQuery } from '#contract/managed-channels.ts';
import { type Query, queryRows, transaction } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { announceJoined, announceMemberships } from './announce.ts';
import { recordAudit } from './audit.ts';
import { refuseTakenName, requireFreeName } from './channel-names.ts';
import { announceClosed, closeChannel } from './conversation-deletion.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { noteConversationForHooks } from './hook-events.ts';
import { insertMembers } from './member-rows.ts';
import { admitUsers } from './membership-limits.ts';
import { announceTakeOver } from './messages-on-behalf.ts';
import { noConversation } from './permissions.ts';
import { skeletonsOf } from './skeletons.ts';
import { lockWorkspace } from './users.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

// What those do with channels who look after all of them, members or not. Of a private channel that they are not in they
// see that it is there, what it is called and how large it is; what is said in it is its members' alone.

interface ChannelRow {
  id: ConversationId;
  kind: 'public' | 'private';
  name: string;
  member_count: number;
  message_count: number;
  created_at: Date;
  last_message_at: Date | null;
  archived_at: Date | null;
  is_default: boolean;
  manager_id: UserId | null;
  manager_name: string | null;
  is_ownerless: boolean;
  joined: boolean;
}

/**
 * Whoever created the channel `c`, the user `u`, is not in it any more, or has been removed. Not who is suspended: that
 * can be undone in the next moment, and would open every private channel to whoever suspends.
 */
const isOwnerless = `(u.id IS NULL OR u.removed_at IS NOT NULL OR NOT EXISTS (
  SELECT 1 FROM member m WHERE m.conversation_id = c.id AND m.user_id = u.id))`;

/** Channels that are not being deleted, as ChannelRow promises, for the caller $1. */
const selectChannels = `
  SELECT c.id, c.kind, c.name, c.member_count, c.last_seq - c.first_seq + 1 AS message_count, c.created_at,
    c.last_message_at, c.archived_at, c.is_default, u.id AS manager_id, u.name AS manager_name,
    ${isOwnerless} AS is_ownerless,
    EXISTS (SELECT 1 FROM member m WHERE m.conversation_id = c.id AND m.user_id = $1) AS joined
  FROM conversation c LEFT JOIN "user" u ON u.id = c.created_by_id
  WHERE c.kind IN ('public', 'private') AND c.closed_at IS NULL`;

const states: Record<NonNullable<ManagedChannelQuery['state']>, string> = {
  used: 'c.archived_at IS NULL',
  archived: 'c.archived_at IS NOT NULL',
  default: 'c.is_default',
  ownerless: isOwnerless,
};

/** All channels by name, those of others too. */
export async function listManagedChannels(
  actor: Actor,
  { q, state, cursor, limit }: ManagedChannelQuery,
): Promise<List<ManagedChannel>> {
  await transaction((query) => requireInWorkspace(query, actor, 'manageChannels'));
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<ChannelRow & { sort: string }>(
    `channel-list ${state ?? 'all'}`,
    `SELECT *, lower(name) AS sort FROM (
       ${selectChannels} AND c.name ILIKE $2 AND ${state ? states[state] : 'true'}) AS listed
     WHERE (lower(name), id) > ($3, $4) ORDER BY lower(name), id LIMIT $5`,
    [actor.userId, containing(q), name, id, limit + 1],
  );
  return pageOf(rows, limit, toManagedChannel, (row) => [row.sort, row.id]);
}

function toManagedChannel(row: ChannelRow): ManagedChannel {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    memberCount: row.member_count,
    messageCount: Math.max(0, row.message_count),
    createdAt: row.created_at.toISOString(),
    lastMessageAt: row.last_message_at?.toISOString() ?? null,
    archivedAt: row.archived_at?.toISOString() ?? null,
    isDefault: row.is_default,
    managerId: row.manager_id,
    managerName: row.manager_name,
    isOwnerless: row.is_ownerless,
    joined: row.joined,
  };
}

/** A channel whose row is locked until the transaction ends, and the transaction. */
interface Locked {
  query: Query;
  channel: ChannelRow;
}

/**
 * As `inConversation` does, for whoever looks after channels: the channel's lock, the question, the work. What else is to
 * be locked is locked before, as by newcomers.
 */
function withChannel<Result>(
  actor: Actor,
  conversationId: ConversationId,
  work: (locked: Locked) => Promise<Result>,
  lockFirst?: (query: Query) => Promise<void>,
): Promise<Result> {
  return transaction(async (query) => {
    await lockFirst?.(query);
    await query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [conversationId]);
    await requireInWorkspace(query, actor, 'manageChannels');
    return work({ query, channel: await readChannel(query, actor, conversationId) });
  });
}

async function readChannel(query: Query, actor: Actor, conversationId: ConversationId): Promise<ChannelRow> {
  const [channel] = await query<ChannelRow>(`${selectChannels} AND c.id = $2`, [
    actor.userId,
    conversationId,
  ]);
  if (!channel) throw noConversation();
  return channel;
}

/**
 * Renames a channel, archives it or takes that back, or has newcomers join it. A default channel is public and in use,
 * and there is one at least (`conflict`).
 */
export async function updateManagedChannel(
  actor: Actor,
  { conversationId, ...patch }: ManagedChannelPatch,
): Promise<ManagedChannel> {
  const update = async ({ query, channel }: Locked) => {
    if (patch.name !== undefined && patch.name !== channel.name)
      await rename(query, actor, channel, patch.name);
    if (patch.isDefault !== undefined && patch.isDefault !== channel.is_default)
      await setDefault(query, actor, channel, patch);
    if (patch.archived !== undefined && patch.archived !== (channel.archived_at !== null))
      await archive(query, actor, channel, patch);
    return readChannel(query, actor, conversationId);
  };
  // Of two who take the last two defaults away at once, the second one sees what the first has done.
  const first = patch.isDefault === undefined ? undefined : lockWorkspace;
  const changed = await withChannel(actor, conversationId, update, first).catch((error: unknown) => {
    throw refuseTakenName(error, patch.name);
  });
  announceMemberships(conversationId);
  return toManagedChannel(changed);
}

const target = ({ id, name }: ChannelRow) => ({ kind: 'conversation', id, name }) as const;

/** SQL: what every change of a channel's facts sets, besides. */
const touched = "updated_at = greatest(now(), updated_at + interval '1 ms')";

async function rename(query: Query, actor: Actor, channel: ChannelRow, name: string): Promise<void> {
  await requireFreeName(query, name, channel.id);
  const { caseless, shape } = skeletonsOf(name);
  await query(
    `UPDATE conversation SET name = $2, name_skeleton = $3, name_shape = $4, ${touched} WHERE id = $1`,
    [channel.id, name, caseless, shape],
  );
  await noteConversationForHooks(query, channel.id);
  await recordAudit(query, actor, 'channel.renamed', target(channel), { name });
}

async function setDefault(
  query: Query,
  actor: Actor,
  channel: ChannelRow,
  { isDefault = false, archived }: Omit<ManagedChannelPatch, 'conversationId'>,
): Promise<void> {
  if (isDefault && (channel.kind !== 'public' || (channel.archived_at !== null && archived !== false)))
    throw new Refusal('conflict', 'Newcomers join public channels that are in use.');
  if (!isDefault) {
    const [row] = await query<{ others: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM conversation WHERE is_default AND id <> $1) AS others',
      [channel.id],
    );
    if (!row?.others) throw new Refusal('conflict', 'Newcomers need one channel at least.');
  }
  await query(`UPDATE conversation SET is_default = $2, ${touched} WHERE id = $1`, [channel.id, isDefault]);
  await recordAudit(query, actor, 'channel.default', target(channel), { isDefault });
}

async function archive(
  query: Query,
  actor: Actor,
  channel: ChannelRow,
  { archived = false, isDefault }: Omit<ManagedChannelPatch, 'conversationId'>,
): Promise<void> {
  if (archived && (isDefault ?? channel.is_default)) throw refuseDefault('archive');
  await query(`UPDATE conversation SET archived_at = CASE WHEN $2 THEN now() END, ${touched} WHERE id = $1`, [
    channel.id,
    archived,
  ]);
  await noteConversationForHooks(query, channel.id);
  await recordAudit(query, actor, archived ? 'channel.archived' : 'channel.restored', target(channel));
}

function refuseDefault(verb: string): Refusal {
  return new Refusal('conflict', `Newcomers join this channel: take that away before you ${verb} it.`);
}

/**
 * Makes the actor the manager of a channel that has none (`conflict` otherwise), and a member of it. The channel is told.
 */
export async function takeOverChannel(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<ManagedChannel> {
  const { row, joined } = await withChannel(actor, conversationId, async ({ query, channel }) => {
    if (channel.manager_id === actor.userId && !channel.is_ownerless) return { row: channel, joined: [] };
    if (!channel.is_ownerless)
      throw new Refusal('conflict', `${channel.manager_name} looks after this channel.`);
    await admitUsers(query, actor, [actor.userId], 'channel');
    const joined = await insertMembers(query, conversationId, [actor.userId]);
    await query(`UPDATE conversation SET created_by_id = $2, ${touched} WHERE id = $1`, [
      conversationId,
      actor.userId,
    ]);
    await recordAudit(query, actor, 'channel.taken_over', target(channel), { kind: channel.kind });
    // Nobody writes in an archived one; its members see the new manager there.
    if (!channel.archived_at)
      await enqueue(query, announceTakeOver, { conversationId, userId: actor.userId });
    return { row: await readChannel(query, actor, conversationId), joined };
  });
  if (joined.length > 0) announceJoined(joined, conversationId);
  announceMemberships(conversationId);
  return toManagedChannel(row);
}

/** Deletes a channel, as its manager would. A default channel has to be none first (`conflict`). */
export async function deleteManagedChannel(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<null> {
  const members = await withChannel(actor, conversationId, async ({ query, channel }) => {
    if (channel.is_default) throw refuseDefault('delete');
    return closeChannel(query, actor, channel);
  });
  announceClosed(conversationId, members);
  return null;
}
