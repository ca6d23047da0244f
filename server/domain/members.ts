import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { List, ListQuery } from '#contract/lists.ts';
import type { Member } from '#contract/members.ts';
import { isForeignKeyViolation, queryRow, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { announceConversation, announceJoined } from './announce.ts';
import { containing, decodeCursor, listStart, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { deleteMember, insertMembers, lockConversation } from './member-rows.ts';
import { mayManage, requireMember, requireVisible } from './permissions.ts';
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
  await requireVisible(actor, conversationId);
  const [name, id] = decodeCursor(cursor) ?? listStart;
  const rows = await queryRows<MemberRow & { sort: string }>(
    'member-list',
    `SELECT *, lower(name) AS sort FROM (${selectMembers} WHERE m.conversation_id = $1 AND (u.name ILIKE $2 OR '@' || u.handle ILIKE $2)) AS person
     WHERE (lower(name), id) > ($3, $4) ORDER BY lower(name), id LIMIT $5`,
    [conversationId, containing(q), name, id, limit + 1],
  );
  return pageOf(rows, limit, toMember, (row) => [row.sort, row.id]);
}

/**
 * Adds a person to a channel, or lets the actor join a public one. Someone who is in already stays as they are.
 * Refuses direct conversations (`forbidden`): their people are what they are.
 */
export async function addMember(
  actor: Actor,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<Member | Existing<Member>> {
  const joining = userId === actor.userId;
  const conversation = await (joining ? requireVisible : requireMember)(actor, conversationId);
  if (conversation.kind === 'direct' && !joining)
    throw new Refusal('forbidden', 'A direct conversation keeps its people: start a new one with everybody.');
  const added = await transaction(async (query) => {
    if (!(await lockConversation(query, conversationId)))
      throw new Refusal('not_found', 'There is no such conversation.');
    return insertMembers(query, conversationId, [userId]);
  }).catch((error: unknown) => {
    if (isForeignKeyViolation(error)) throw new Refusal('not_found', 'There is no such person.');
    throw error;
  });
  const member = await findMember(conversationId, userId);
  if (!member) throw new Refusal('not_found', 'There is no such person in this conversation.');
  if (added.length === 0) return new Existing(member);
  await announceJoined(added, conversationId);
  await announceConversation(conversationId, userId);
  return member;
}

async function findMember(conversationId: ConversationId, userId: UserId): Promise<Member | null> {
  const row = await queryRow<MemberRow>(
    'member-get',
    `${selectMembers} WHERE m.conversation_id = $1 AND m.user_id = $2`,
    [conversationId, userId],
  );
  return row && toMember(row);
}

/** Leaves a channel, or removes somebody from it (for its creator and the owner). */
export async function removeMember(
  actor: Actor,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<null> {
  const conversation = await requireMember(actor, conversationId);
  if (conversation.kind === 'direct') throw new Refusal('forbidden', 'A direct conversation cannot be left.');
  if (userId !== actor.userId && !mayManage(actor, conversation))
    throw new Refusal('forbidden', "Only the channel's creator and the owner remove people.");
  const removed = await transaction(async (query) => {
    await lockConversation(query, conversationId);
    return deleteMember(query, conversationId, userId);
  });
  if (!removed) throw new Refusal('not_found', 'There is no such person in this conversation.');
  live().unsubscribe(userId, conversationId);
  live().publish({ user: userId }, 'conversation:left', { id: conversationId });
  // Whoever is left hears the new count; for a private channel left empty there is nobody to tell.
  const [reader] = await queryRows<{ user_id: UserId }>(
    'member-any',
    'SELECT user_id FROM member WHERE conversation_id = $1 LIMIT 1',
    [conversationId],
  );
  if (reader) await announceConversation(conversationId, reader.user_id);
  return null;
}
