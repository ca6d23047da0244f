import type { MyConversation } from '#contract/conversations.ts';
import { useChat } from '#state/hooks.ts';
import { nameOf } from './conversation-name.ts';

/** What a conversation is called, following renames of its members. */
export function useConversationName(conversation: MyConversation): string {
  return useChat((state) => nameOf(conversation, state.users, state.me.id));
}
