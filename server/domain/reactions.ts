import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { Message, NewReaction } from '#contract/messages.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { changeMessage } from './message-changes.ts';
import { forgetReaction } from './message-deletion.ts';

/** Adds the actor's reaction; one that is there already stays as it is. */
export function addReaction(actor: Actor, { messageId, emoji }: NewReaction): Promise<Message> {
  return changeMessage(actor, messageId, 'react', async ({ message, query }) => {
    if (message.deletedAt) throw new Refusal('conflict', 'This message has been deleted.');
    const same = message.reactions.find((reaction) => reaction.emoji === emoji);
    if (same?.userIds.includes(actor.userId)) return false;
    if (!same && message.reactions.length >= limits.reactions)
      throw new Refusal('conflict', `A message holds up to ${limits.reactions} different reactions.`);
    if (message.reactions.reduce((sum, { userIds }) => sum + userIds.length, 0) >= limits.reactionsTotal)
      throw new Refusal('conflict', `A message holds up to ${limits.reactionsTotal} reactions.`);
    const added = await query(
      'INSERT INTO reaction (message_id, emoji, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1',
      [messageId, emoji, actor.userId],
    );
    return countReactions(query, messageId, added.length);
  });
}

/** Takes the actor's reaction away; one that is not there needs nothing. */
export function removeReaction(actor: Actor, { messageId, emoji }: NewReaction): Promise<Message> {
  return changeMessage(actor, messageId, 'react', async ({ message, query }) => {
    // It does not come back either when the deletion is undone.
    if (message.deletedAt) await forgetReaction(query, { messageId, emoji, userId: actor.userId });
    const removed = await query(
      'DELETE FROM reaction WHERE message_id = $1 AND emoji = $2 AND user_id = $3 RETURNING 1',
      [messageId, emoji, actor.userId],
    );
    return countReactions(query, messageId, -removed.length);
  });
}

/** Keeps the count beside the rows it counts; whether there was anything to count. */
async function countReactions(
  query: Query,
  messageId: NewReaction['messageId'],
  change: number,
): Promise<boolean> {
  if (change === 0) return false;
  await query('UPDATE message SET reaction_count = reaction_count + $2 WHERE id = $1', [messageId, change]);
  return true;
}
