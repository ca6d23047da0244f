import { useChat } from '#state/hooks.ts';
import type { ConversationFacts } from '#state/nouns/facts.ts';
import { nameOf } from './conversation-name.ts';

/** What a conversation is called, following renames of its members; a thread, what the conversation is called that it hangs on. */
export function useConversationName(conversation: ConversationFacts): string {
  return useChat((state) => {
    const parent = state.conversations[conversation.parentId ?? ''];
    return nameOf(parent ?? conversation, state.users, state.me.id);
  });
}
