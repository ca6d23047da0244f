import type { MyConversation } from '#contract/conversations.ts';
import { useChat } from '#state/hooks.ts';
import { nameOf } from './conversation-name.ts';

/** What a conversation is called, following renames of its members; a thread, what the conversation is called that it hangs on. */
export function useConversationName(conversation: MyConversation): string {
  return useChat((state) => {
    const parent = state.conversations[conversation.parentId ?? ''];
    return nameOf(parent ?? conversation, state.users, state.me.id);
  });
}
