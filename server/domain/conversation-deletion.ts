import { z } from 'zod';
import { type ConversationId, conversationId as parseId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Deletion } from '#contract/managed-channels.ts';
import { type Query, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { defineJob, enqueue, type JobRun } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { inConversation } from './in-conversation.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

/**
 * Deletes a channel; for its creator, owners and admins. It is closed, and out of everybody's
 * sight, when this answers; its messages go afterwards, as a job.
 */
export async function deleteConversation(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<null> {
  const members = await inConversation(actor, conversationId, 'delete', ({ query, conversation }) =>
    closeChannel(query, actor, conversation),
  );
  announceClosed(conversationId, members);
  return null;
}

/**
 * Closes a channel that the caller has locked, and asks for its job. What it and its threads hold is counted by their
 * numbers, not by looking at it. Gives those who were in it.
 */
export async function closeChannel(
  query: Query,
  actor: Actor,
  { id, name }: { id: ConversationId; name: string | null },
): Promise<UserId[]> {
  const [closed] = await query<{ closed_messages: number }>(
    `UPDATE conversation SET kind = 'private', member_count = 0, closed_at = now(), is_default = false,
       closed_messages = (SELECT sum(c.last_seq - c.first_seq + 1) FROM conversation c WHERE c.id = $1 OR c.parent_id = $1)
     WHERE id = $1 RETURNING closed_messages`,
    [id],
  );
  await recordAudit(
    query,
    actor,
    'channel.deleted',
    { kind: 'conversation', id, name: name ?? '' },
    { messages: closed?.closed_messages ?? 0 },
  );
  await enqueue(query, eraseConversation, { conversationId: id });
  const members = await query<{ user_id: UserId }>(
    'DELETE FROM member WHERE conversation_id = $1 RETURNING user_id',
    [id],
  );
  return members.map((member) => member.user_id);
}

/** Announces to those who were in a channel that it is gone. */
export function announceClosed(conversationId: ConversationId, members: readonly UserId[]): void {
  live().closeConversation(conversationId);
  for (const userId of members) live().publish({ user: userId }, 'conversation:left', { id: conversationId });
}

/**
 * The deleted channels whose messages are not gone yet, the latest first. What is left is told by the smallest number
 * that is there, so however long one is, looking costs the same; it goes on where it was after a stop.
 */
export async function listDeletions(actor: Actor): Promise<{ items: Deletion[] }> {
  await transaction((query) => requireInWorkspace(query, actor, 'manageChannels'));
  const rows = await queryRows<DeletionRow>(
    'deletion-list',
    `SELECT c.id, c.name, c.closed_at, coalesce(c.closed_messages, c.last_seq) AS total,
       coalesce(c.last_seq + 1 - (SELECT min(m.seq) FROM message m WHERE m.conversation_id = c.id), 0)
         + coalesce((SELECT sum(t.last_seq - t.first_seq + 1) FROM conversation t WHERE t.parent_id = c.id), 0)::int AS left
     FROM conversation c WHERE c.closed_at IS NOT NULL ORDER BY c.closed_at DESC LIMIT $1`,
    [limits.deletions],
  );
  return {
    items: rows.map(({ id, name, closed_at, total, left }) => ({
      ...{ conversationId: id, name: name ?? '', startedAt: closed_at.toISOString() },
      ...{ total, left: Math.min(left, total) },
    })),
  };
}

interface DeletionRow {
  id: ConversationId;
  name: string | null;
  closed_at: Date;
  total: number;
  left: number;
}

/** Removes what is left of a closed conversation. Begun again after a stop, it goes on with what is there. */
export const eraseConversation = defineJob('erase-conversation', {
  data: z.object({ conversationId: parseId }),
  key: ({ conversationId }) => conversationId,
  retryLimit: 100,
  timeout: 6 * 60 * 60,
  handler: ({ conversationId }, { signal }) => erase(conversationId, signal),
});

/**
 * Sees to it that every closed conversation has its job: those that an older release closed have none, and one that
 * became a dead letter is tried again.
 */
export async function resumeDeletions(): Promise<void> {
  const closed = await queryRows<{ id: ConversationId }>(
    'conversation-closed',
    'SELECT id FROM conversation WHERE closed_at IS NOT NULL',
    [],
  );
  for (const { id: conversationId } of closed)
    await transaction((query) => enqueue(query, eraseConversation, { conversationId }));
}

export type Stop = JobRun['signal'];

/** Removes a closed conversation and its threads, which nobody can reach or write to any more. */
async function erase(conversationId: ConversationId, stop: Stop): Promise<void> {
  const threads = await queryRows<{ id: ConversationId }>(
    'conversation-threads',
    'SELECT id FROM conversation WHERE parent_id = $1',
    [conversationId],
  );
  for (const { id } of threads) await eraseThread(id, stop);
  await eraseMessages(conversationId, stop);
  await queryRows('conversation-erase', 'DELETE FROM conversation WHERE id = $1 AND closed_at IS NOT NULL', [
    conversationId,
  ]);
}

/**
 * Removes a thread with all that was said in it, and from the lists of those who follow it. Whoever comes to follow it
 * meanwhile is found by the statement that takes the thread itself.
 */
export async function eraseThread(id: ConversationId, stop: Stop): Promise<void> {
  await eraseMessages(id, stop);
  const followers = await transaction(async (query) => {
    await query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [id]);
    const members = await query<{ user_id: UserId }>(
      'DELETE FROM member WHERE conversation_id = $1 RETURNING user_id',
      [id],
    );
    await query('DELETE FROM conversation WHERE id = $1', [id]);
    return members;
  });
  live().closeConversation(id);
  for (const follower of followers) live().publish({ user: follower.user_id }, 'conversation:left', { id });
}

/**
 * Deletes all messages of a closed conversation, with what there may be many of beside each. In parts, each a short
 * statement of its own: a long history must not hold up what others do.
 */
async function eraseMessages(conversationId: ConversationId, stop: Stop): Promise<void> {
  await eraseBeside(conversationId, null, stop);
  while (await eraseSomeMessages(conversationId)) stop.throwIfAborted();
}

/** Deletes what there may be many of beside each message of a conversation; `before`: only those of a smaller `seq`. */
export async function eraseBeside(
  conversationId: ConversationId,
  before: number | null,
  stop: Stop,
): Promise<void> {
  for (const eraseSome of [eraseSomeEdits, eraseSomeMentions, eraseSomeVotes])
    while (await eraseSome(conversationId, before)) stop.throwIfAborted();
}

/** Rows that are deleted in one statement, well within its time limit. */
const ERASED_AT_ONCE = 2_000;

/** Deletes some earlier texts of its messages, of which each may have many; whether there may be more. */
async function eraseSomeEdits(conversationId: ConversationId, before: number | null): Promise<boolean> {
  const erased = await queryRows(
    'message-edit-erase-some',
    `DELETE FROM message_edit WHERE (message_id, version) IN (
       SELECT e.message_id, e.version FROM message_edit e JOIN message m ON m.id = e.message_id
       WHERE m.conversation_id = $1 AND ($3::int IS NULL OR m.seq < $3) LIMIT $2)
     RETURNING version`,
    [conversationId, ERASED_AT_ONCE, before],
  );
  return erased.length > 0;
}

/** Deletes some rows of whom its messages mention, up to some hundreds each; whether there may be more. */
async function eraseSomeMentions(conversationId: ConversationId, before: number | null): Promise<boolean> {
  const erased = await queryRows(
    'mention-erase-some',
    `DELETE FROM mention WHERE (message_id, user_id) IN (
       SELECT message_id, user_id FROM mention
       WHERE conversation_id = $1 AND ($3::int IS NULL OR seq < $3) LIMIT $2)
     RETURNING seq`,
    [conversationId, ERASED_AT_ONCE, before],
  );
  return erased.length > 0;
}

/** Deletes some votes of its polls, up to ten of each user in each; whether there may be more. */
async function eraseSomeVotes(conversationId: ConversationId, before: number | null): Promise<boolean> {
  const erased = await queryRows(
    'poll-vote-erase-some',
    `DELETE FROM poll_vote WHERE (message_id, user_id, option) IN (
       SELECT v.message_id, v.user_id, v.option FROM poll_vote v JOIN message m ON m.id = v.message_id
       WHERE m.conversation_id = $1 AND m.poll IS NOT NULL AND ($3::int IS NULL OR m.seq < $3) LIMIT $2)
     RETURNING option`,
    [conversationId, ERASED_AT_ONCE, before],
  );
  return erased.length > 0;
}

/** Deletes some messages of a closed conversation; whether there may be more. */
async function eraseSomeMessages(conversationId: ConversationId): Promise<boolean> {
  const erased = await queryRows(
    'message-erase-some',
    `DELETE FROM message WHERE id IN (
       SELECT id FROM (
         SELECT id, sum(1 + reaction_count) OVER (ORDER BY seq) - reaction_count AS rows
         FROM (SELECT id, seq, reaction_count FROM message WHERE conversation_id = $1 ORDER BY seq LIMIT $2) AS next
       ) AS counted WHERE rows <= $2)
     RETURNING id`,
    [conversationId, ERASED_AT_ONCE],
  );
  return erased.length > 0;
}
