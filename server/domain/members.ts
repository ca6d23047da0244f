import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List, ListQuery } from '#contract/lists.ts';
import type { Member } from '#contract/members.ts';
import { type Query, queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceConversation, announceJoined, announceLeft, announceUnfollowed } from './announce.ts';
import { recordAudit } from './audit.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { inConversation, readConversation } from './in-conversation.ts';
import { deleteFollower, deleteMember, insertMembers } from './member-rows.ts';
import { admitUsers, lockUsers, mayFollow } from './membership-limits.ts';
import { findPermitted, requirePermission } from './permissions.ts';
import { toUser, type UserRow, userColumns } from './users.ts';

interface MemberRow extends UserRow {
  conversation_id: ConversationId;
  joined_at: Date;
}

const selectMembers = `
  SELECT m.conversation_id, m.joined_at, ${userColumns}
  FROM member m JOIN "user" u ON u.id = m.user_id`;

function toMember(row: MemberRow): Member {
  return {
    conversationId: row.conversation_id,
    userId: row.id,
    user: toUser(row),
    joinedAt: row.joined_at.toISOString(),
  };
}

/** The members of a conversation, by name, a part of whose name or handle (with or without `@`) is `q`. */
export async function listMembers(
  actor: Actor,
  { conversationId, q, cursor, limit }: ListQuery & { conversationId: ConversationId },
): Promise<List<Member>> {
  await findPermitted(actor, conversationId);
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<MemberRow & { sort: string }>(
    'member-list',
    `SELECT *, lower(name) AS sort FROM (${selectMembers} WHERE m.conversation_id = $1 AND (u.name ILIKE $2 OR '@' || u.handle ILIKE $2)) AS listed
     WHERE (lower(name), id) > ($3, $4) ORDER BY lower(name), id LIMIT $5`,
    [conversationId, containing(q), name, id, limit + 1],
  );
  return pageOf(rows, limit, toMember, (row) => [row.sort, row.id]);
}

/**
 * Adds a user to a channel, or lets the actor join a public one, or follow a thread. Someone who is in already stays as they are.
 * Refuses direct conversations (`forbidden`): their users are what they are; and somebody who is in very many
 * channels (`conflict`).
 */
export async function addMember(
  actor: Actor,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<Member | Existing<Member>> {
  const action = userId === actor.userId ? 'join' : 'addMember';
  const { member, isNew } = await inConversation(
    actor,
    conversationId,
    action,
    async ({ query, conversation }) => {
      const known = await findMember(query, conversationId, userId);
      if (known) return { member: known, isNew: false };
      if (conversation.kind === 'thread') await admitFollower(query, userId);
      else await admitToChannel(query, actor, userId);
      await insertMembers(query, conversationId, [userId]);
      const added = await findMember(query, conversationId, userId);
      if (!added) throw new Error('The member was not stored');
      return { member: added, isNew: true };
    },
  );
  // Also when nothing changed: a repeated call means that its first answer was lost, and perhaps what follows it.
  announceJoined([userId], conversationId);
  return isNew ? member : new Existing(member);
}

async function admitToChannel(query: Query, actor: Actor, userId: UserId): Promise<void> {
  await lockUsers(query, [userId]);
  await admitUsers(query, actor, [userId], 'channel').catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'invalid' ? noUser() : error;
  });
}

async function admitFollower(query: Query, userId: UserId): Promise<void> {
  if (await mayFollow(query, userId)) return;
  throw new Refusal('conflict', `You follow ${limits.followedThreads} threads already.`);
}

function noUser(): Refusal {
  return new Refusal('not_found', 'There is no such person.');
}

async function findMember(
  query: Query,
  conversationId: ConversationId,
  userId: UserId,
): Promise<Member | null> {
  const [row] = await query<MemberRow>(`${selectMembers} WHERE m.conversation_id = $1 AND m.user_id = $2`, [
    conversationId,
    userId,
  ]);
  return row ? toMember(row) : null;
}

/**
 * Leaves a channel, or removes somebody from it (for its creator, owners and admins), and with it all of its threads; or
 * follows a thread no more. Whoever does not follow it has that already: asked again, because an answer was lost, it
 * changes nothing and tells nobody.
 */
export async function removeMember(
  actor: Actor,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<null> {
  const isOwn = userId === actor.userId;
  const left = await inConversation(actor, conversationId, 'read', async ({ query, conversation }) => {
    if (isOwn && conversation.kind === 'thread' && conversation.joined_at === null) return null;
    requirePermission(actor, isOwn ? 'leave' : 'removeMember', { conversation });
    if (!(await deleteMember(query, conversationId, userId)))
      throw new Refusal('not_found', 'There is no such person in this conversation.');
    if (!isOwn) await recordRemoval(query, actor, conversation, userId);
    const threads = await deleteFollower(query, conversationId, userId);
    return { row: await readConversation(query, conversationId, actor.userId), threads };
  });
  if (!left) return null;
  const { row, threads } = left;
  if (row.kind === 'thread') announceUnfollowed(row, actor);
  else announceLeft(userId, conversationId, threads);
  // Whoever is left receives the new count; a private channel that is left empty has nobody to receive it.
  announceConversation(row);
  return null;
}

async function recordRemoval(
  query: Query,
  actor: Actor,
  { id: conversationId, name: channel }: ConversationRow,
  userId: UserId,
): Promise<void> {
  const [user] = await query<{ name: string }>('SELECT name FROM "user" WHERE id = $1', [userId]);
  const target = { kind: 'user', id: userId, name: user?.name ?? '' } as const;
  await recordAudit(query, actor, 'channel.member_removed', target, {
    channel: channel ?? '',
    conversationId,
  });
}
