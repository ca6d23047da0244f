import { conversationAction, type MyConversation } from '#contract/conversations.ts';
import { type ConversationRow, toConversation, unreadCounts } from './conversation-rows.ts';
import { may, type Permitted } from './permissions.ts';

/** A conversation as `user` has it: their position in it, and what they may do with it. */
export function toMyConversation(row: ConversationRow, user: Permitted): MyConversation {
  const joined = row.last_read_seq !== null;
  const lastReadSeq = row.last_read_seq ?? row.last_seq;
  return {
    ...toConversation(row),
    joined,
    lastReadSeq,
    ...unreadCounts(row.kind, row.last_seq, lastReadSeq),
    // Of messages it says what they may do with their own; what is about anybody's asks for no author.
    may: conversationAction.options.filter((action) =>
      may(user, action, { conversation: row, authorId: user.userId }),
    ),
  };
}
