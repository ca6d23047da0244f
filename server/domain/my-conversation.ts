import { conversationAction, type MyConversation } from '#contract/conversations.ts';
import { type ConversationRow, toConversation } from './conversation-rows.ts';
import { may, type Permitted } from './permissions.ts';
import { unreadStateOf } from './read-states.ts';

/** A conversation as `user` has it: their position in it, and what they may do with it. */
export function toMyConversation(row: ConversationRow, user: Permitted): MyConversation {
  return {
    ...toConversation(row),
    joined: row.last_read_seq !== null,
    joinedAt: row.joined_at?.toISOString() ?? null,
    lastReadSeq: row.last_read_seq ?? row.last_seq,
    ...unreadStateOf(row),
    level: row.notify_level ?? 'all',
    muted: row.muted ?? false,
    notifyVersion: row.notify_version ?? 0,
    // Of messages it says what they may do with their own; what is about anybody's asks for no author.
    may: conversationAction.options.filter((action) =>
      may(user, action, { conversation: row, authorId: user.userId }),
    ),
  };
}
