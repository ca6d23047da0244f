import { Refusal } from '#contract/errors.ts';
import type { ReadPosition, ReadState } from '#contract/messages.ts';
import { queryRow } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { unreadCounts } from './conversation-rows.ts';
import { findPermitted } from './permissions.ts';

/**
 * Moves the actor's read position forward to `seq`, at most to the newest message; never back, so that two devices
 * agree whatever the order. Announces it to the actor's devices when it moved. The row that moves is the membership
 * itself, so this needs no lock to be refused to somebody who was removed. `forbidden` when it was somebody else who
 * read.
 */
export async function markRead(
  actor: Actor,
  { conversationId, seq, userId }: ReadPosition,
): Promise<ReadState> {
  if (userId !== undefined && userId !== actor.userId)
    throw new Refusal('forbidden', 'Somebody else is signed in here now.');
  const moved = await queryRow<{ last_read_seq: number }>(
    'read-move',
    `UPDATE member m SET last_read_seq = least($3::int, c.last_seq) FROM conversation c
     WHERE m.conversation_id = $1 AND m.user_id = $2 AND c.id = m.conversation_id
       AND m.last_read_seq < least($3::int, c.last_seq)
     RETURNING m.last_read_seq`,
    [conversationId, actor.userId, seq],
  );
  const row = await findPermitted(actor, conversationId, 'markRead');
  const lastReadSeq = row.last_read_seq ?? row.last_seq;
  const state = { conversationId, seq: lastReadSeq, ...unreadCounts(row) };
  if (moved) live().publish({ user: actor.userId }, 'read', state);
  return state;
}
