import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import type { MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message, NewReaction } from '#contract/messages.ts';
import { type Query, queryRows } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { removeLetGo } from './file-removal.ts';
import { forgetMentioned, noteMentioned } from './mention-changes.ts';
import { type Change, changeMessage, changeMessageUnasked } from './message-changes.ts';
import type { Action } from './permissions.ts';

/** What is asked of whoever takes something of a message away. */
export const deleting = (isOwn: boolean): Action => (isOwn ? 'deleteMessage' : 'deleteAnyMessage');

/**
 * Empties a message, takes its reactions away and unpins it; its `seq` stays. What it held is put aside for as long as the
 * deletion may be taken back. Deleting it again changes nothing.
 */
export function deleteMessage(actor: Actor, { id }: { id: MessageId }): Promise<Message> {
  return changeMessage(actor, id, deleting, (change) => removeFor(actor, change));
}

/** Deletes a message whose conversation is locked, and writes down that somebody else's was taken; whether it was there. */
export async function removeFor(actor: Actor, change: Change): Promise<boolean> {
  if (!(await putAside(actor.userId)(change))) return false;
  const { id, authorId } = change.message;
  if (authorId === actor.userId) return true;
  const [author] = await change.query<{ name: string }>('SELECT name FROM "user" WHERE id = $1', [authorId]);
  const target = { kind: 'message', id, name: author?.name ?? '' } as const;
  await recordAudit(change.query, actor, 'message.removed', target, { authorId });
  return true;
}

/** The same in a job, for whoever was allowed to have it done. */
export function eraseMessage(byId: UserId, id: MessageId): Promise<Message> {
  return changeMessageUnasked(byId, id, putAside(byId));
}

/** What deleting does to a message; whether it was there. */
function putAside(byId: UserId) {
  return async ({ message, query }: Change): Promise<boolean> => {
    if (message.deletedAt) return false;
    await query(
      `WITH taken AS (DELETE FROM reaction WHERE message_id = $1 RETURNING emoji, user_id, created_at),
       aside AS (
         INSERT INTO message_deletion (message_id, deleted_by_id, deleted_at, body, reactions)
         SELECT id, $2, clock_timestamp(), body, (SELECT coalesce(jsonb_agg(taken), '[]') FROM taken)
         FROM message WHERE id = $1 RETURNING deleted_at),
       skipped AS (UPDATE conversation SET last_deleted_seq = greatest(last_deleted_seq, $4) WHERE id = $3)
       UPDATE message SET body = '', deleted_at = aside.deleted_at, reaction_count = 0,
         pinned_by_id = NULL, pinned_at = NULL FROM aside WHERE id = $1`,
      [message.id, byId, message.conversationId, message.seq],
    );
    await forgetMentioned(query, message.id);
    return true;
  };
}

/**
 * Takes a deletion back, with its text and reactions; it is not pinned again: for whoever deleted, within `limits.restoreWithin` of
 * `deletedAt`. A message that is not deleted stays as it is, so that asking again changes nothing.
 */
export function restoreMessage(actor: Actor, { id }: { id: MessageId }): Promise<Message> {
  return changeMessage(actor, id, deleting, async ({ message, query }) => {
    if (!message.deletedAt) return false;
    const [aside] = await query<{ deleted_by_id: UserId; is_late: boolean }>(
      `SELECT deleted_by_id, deleted_at < clock_timestamp() - $2 * interval '1 ms' AS is_late
       FROM message_deletion WHERE message_id = $1 FOR UPDATE`,
      [id, limits.restoreWithin],
    );
    if (aside && aside.deleted_by_id !== actor.userId)
      throw new Refusal('forbidden', 'Only whoever deleted a message brings it back.');
    if (!aside || aside.is_late) throw new Refusal('conflict', 'It is too late to bring this message back.');
    await query(
      `WITH aside AS (DELETE FROM message_deletion WHERE message_id = $1 RETURNING body, reactions),
       given AS (
         INSERT INTO reaction (message_id, emoji, user_id, created_at)
         SELECT $1, r.emoji, r.user_id, r.created_at
         FROM aside, jsonb_to_recordset(aside.reactions) AS r(emoji text, user_id uuid, created_at timestamptz)
         JOIN "user" u ON u.id = r.user_id RETURNING 1)
       UPDATE message SET body = aside.body, deleted_at = NULL, reaction_count = (SELECT count(*) FROM given)
       FROM aside WHERE id = $1`,
      [id],
    );
    await noteMentioned(query, message);
    return true;
  });
}

/** Takes a reaction out of what a deleted message held. */
export async function forgetReaction(
  query: Query,
  { messageId, emoji, userId }: NewReaction & { userId: UserId },
): Promise<void> {
  await query(
    `UPDATE message_deletion SET reactions = (
       SELECT coalesce(jsonb_agg(r), '[]') FROM jsonb_array_elements(reactions) AS r
       WHERE r->>'emoji' <> $2 OR r->>'user_id' <> $3)
     WHERE message_id = $1`,
    [messageId, emoji, userId],
  );
}

/** Messages whose remains are removed in one statement. */
const SWEPT_AT_ONCE = 100;

/** Removes for good what deleted messages held, once nobody can bring it back, with all their earlier texts and files. */
export async function removeRemains(): Promise<void> {
  for (;;) {
    const removed = await queryRows<{ message_id: MessageId }>(
      'message-deletion-sweep',
      `WITH late AS (
         SELECT message_id FROM message_deletion
         WHERE deleted_at < clock_timestamp() - $2 * interval '1 ms'
         ORDER BY deleted_at LIMIT $1 FOR UPDATE SKIP LOCKED),
       texts AS (DELETE FROM message_edit e USING late WHERE e.message_id = late.message_id),
       words AS (UPDATE message m SET mentions = '[]', poll = NULL, files = NULL, previews = NULL, removed_links = NULL FROM late
         WHERE m.id = late.message_id AND (m.mentions <> '[]' OR m.poll IS NOT NULL OR m.files IS NOT NULL
           OR m.previews IS NOT NULL OR m.removed_links IS NOT NULL)),
       cards AS (DELETE FROM message_preview p USING late WHERE p.message_id = late.message_id),
       votes AS (DELETE FROM poll_vote v USING late WHERE v.message_id = late.message_id),
       freed AS (UPDATE file f SET
           message_id = CASE WHEN f.message_id IN (SELECT message_id FROM late) THEN NULL ELSE f.message_id END,
           copy_id = CASE WHEN f.copy_id IN (SELECT message_id FROM late) THEN NULL ELSE f.copy_id END
         WHERE f.id IN (
           SELECT a.id FROM file a JOIN late ON a.message_id = late.message_id
           UNION SELECT a.id FROM file a JOIN late ON a.copy_id = late.message_id))
       DELETE FROM message_deletion d USING late WHERE d.message_id = late.message_id RETURNING d.message_id`,
      [SWEPT_AT_ONCE, limits.restoreWithin],
    );
    await removeLetGo();
    if (removed.length < SWEPT_AT_ONCE) return;
  }
}

/** Removes what was deleted, every minute. */
export const sweepRemains = defineJob('sweep-remains', {
  data: z.object({}),
  schedule: '* * * * *',
  // A database that is started anew at that moment is no dead letter.
  retryLimit: 3,
  poll: 10,
  handler: removeRemains,
});
