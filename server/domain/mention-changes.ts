import type { MessageId } from '#contract/ids.ts';
import type { Mention } from '#contract/mentions.ts';
import type { Query } from '#platform/database.ts';
import { mentionedUsers } from './mention-rows.ts';
import { resolveMentions } from './mention-words.ts';
import type { MessageRow } from './message-rows.ts';

// What an edit, a deletion and its undoing do with the mentions of a message, under its conversation's lock.

/** A message as these look at it. */
type Mentioning = Pick<MessageRow, 'id' | 'conversationId' | 'seq' | 'authorId' | 'mentions'>;

/** Gives a message the mentions of a new text. Words that it had mean whom they meant. */
export async function mentionAnew(query: Query, message: Mentioning, body: string): Promise<void> {
  const [mentions = []] = await resolveMentions(
    [{ ...message, body }],
    (_name, text, values) => query(text, values),
    message.mentions,
  );
  if (mentions.length === 0 && message.mentions.length === 0) return;
  await query('UPDATE message SET mentions = $2 WHERE id = $1', [message.id, JSON.stringify(mentions)]);
  await forgetMentioned(query, message.id);
  await noteMentioned(query, { ...message, mentions });
}

/** Nobody is mentioned by this message any more; what its words meant stays with it, for a deletion that is undone. */
export async function forgetMentioned(query: Query, id: MessageId): Promise<void> {
  await query('DELETE FROM mention WHERE message_id = $1', [id]);
}

/** Whoever the message mentions is mentioned, again after a deletion that was undone. */
export async function noteMentioned(query: Query, message: Mentioning): Promise<void> {
  const { id, conversationId, seq, authorId } = message;
  const mentions: Mention[] = message.mentions;
  await query(
    `INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id)
     SELECT $1, $2, $3, $4, user_id FROM unnest($5::uuid[]) AS u(user_id) ON CONFLICT DO NOTHING`,
    [id, conversationId, seq, authorId, mentionedUsers(mentions, authorId)],
  );
}
