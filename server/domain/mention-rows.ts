import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Mention } from '#contract/mentions.ts';

/** Stands in a row of `mention` for all members. */
export const everyone = '00000000-0000-0000-0000-000000000000';

/** Whom a message mentions, for the rows of `mention`: each once, and never its author. */
export function mentionedUsers(mentions: readonly Mention[], authorId: UserId): string[] {
  const found = new Set<string>();
  for (const mention of mentions) {
    if ('userId' in mention) found.add(mention.userId);
    else if ('everyone' in mention)
      for (const id of mention.everyone === 'here' ? (mention.userIds ?? [everyone]) : [everyone])
        found.add(id);
  }
  found.delete(authorId);
  return [...found];
}

/**
 * SQL: which unread messages of the conversation `c` mention the user whose membership is `mine`, by `seq`; of very
 * many, the first. Only where something is unread it reads anything, and then by an index.
 */
export const unreadMentions = `CASE WHEN mine.last_read_seq < c.last_seq AND c.kind <> 'direct' THEN ARRAY(
  (${firstMentions('mine.user_id')}) UNION (${firstMentions(`'${everyone}'`)}) ORDER BY seq LIMIT ${limits.countedMentions}
) END`;

function firstMentions(userId: string): string {
  return `SELECT n.seq FROM mention n
    WHERE n.conversation_id = c.id AND n.user_id = ${userId} AND n.seq > mine.last_read_seq
      AND n.author_id <> mine.user_id ORDER BY n.seq LIMIT ${limits.countedMentions}`;
}
