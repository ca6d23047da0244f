import { Refusal } from '#contract/errors.ts';
import type { ReadPosition, ReadState } from '#contract/reads.ts';
import { queryRow } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { noteReader } from './alert-follower.ts';
import type { ConversationRow } from './conversation-rows.ts';
import { inConversation, readConversation } from './in-conversation.ts';
import { findPermitted } from './permissions.ts';
import { readStateOf } from './read-states.ts';

/**
 * Moves the actor's read position to `seq`, at most to the newest message, forward or (without `onlyForward`) back,
 * and announces it to the actor's devices when it moved. A `readVersion` that is no longer the position's says that the
 * caller did not know of a later decision: nothing moves, and the answer tells what holds. `forbidden` when it was
 * somebody else who read.
 */
export async function markRead(actor: Actor, position: ReadPosition): Promise<ReadState> {
  if (position.userId !== undefined && position.userId !== actor.userId)
    throw new Refusal('forbidden', 'Somebody else is signed in here now.');
  const hasMoved = await readOn(actor, position);
  if (hasMoved) noteReader(actor.userId);
  const row = await findPermitted(actor, position.conversationId, 'markRead');
  const isBack = !hasMoved && !position.onlyForward;
  const left = isBack && position.seq < (row.last_read_seq ?? 0) ? await goBack(actor, position) : row;
  const state = readStateOf(left);
  // A repeated move back means that its first answer was lost, and the first announcement perhaps with it.
  if (hasMoved || isBack) live().publish({ user: actor.userId }, 'read', state);
  return state;
}

/**
 * Forward, which needs no lock: the row that moves is the membership itself, so somebody who was removed has none, and
 * of two moves the one further on holds, whatever their order.
 */
async function readOn(actor: Actor, { conversationId, seq, readVersion }: ReadPosition): Promise<boolean> {
  const moved = await queryRow(
    'read-move',
    `UPDATE member m SET last_read_seq = least($3::int, c.last_seq) FROM conversation c
     WHERE m.conversation_id = $1 AND m.user_id = $2 AND c.id = m.conversation_id
       AND m.last_read_seq < least($3::int, c.last_seq) AND m.read_version = coalesce($4::int, m.read_version)
     RETURNING m.last_read_seq`,
    [conversationId, actor.userId, seq, readVersion ?? null],
  );
  return moved !== null;
}

/** Back: a decision, which takes the next odd version. Under the conversation's lock, so that it is before or after a send. */
function goBack(actor: Actor, { conversationId, seq, readVersion }: ReadPosition): Promise<ConversationRow> {
  return inConversation(actor, conversationId, 'markRead', async ({ query }) => {
    await query(
      `UPDATE member SET last_read_seq = $3, read_version = read_version + 1 + read_version % 2
       WHERE conversation_id = $1 AND user_id = $2 AND last_read_seq > $3
         AND read_version = coalesce($4::int, read_version)`,
      [conversationId, actor.userId, seq, readVersion ?? null],
    );
    return readConversation(query, conversationId, actor.userId);
  });
}
