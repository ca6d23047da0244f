import { useMemo } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useChat, useConversations, useMe } from '#state/hooks.ts';
import { nameOf } from '#ui/parts/conversation-name.ts';

export interface NamedConversation {
  conversation: MyConversation;
  name: string;
}

/** In the order of the list, channels by name and direct conversations by their last message; with the one that is being looked at, joined or not; without archived ones. */
export function useConversationList(visitedId: string | null = null): {
  channels: NamedConversation[];
  direct: NamedConversation[];
} {
  const me = useMe();
  const users = useChat((state) => state.users);
  const conversations = useConversations();
  return useMemo(() => {
    const named = conversations
      .filter(({ id, joined, archivedAt }) => !archivedAt && (joined || id === visitedId))
      .map((conversation) => ({ conversation, name: nameOf(conversation, users, me.id) }))
      .sort((a, b) => collator.compare(a.name, b.name));
    return {
      channels: named.filter(({ conversation }) => conversation.kind !== 'direct'),
      direct: named.filter(({ conversation }) => conversation.kind === 'direct').sort(byActivity),
    };
  }, [conversations, users, me.id, visitedId]);
}

/** The one with the latest message first; without any, since when it is there counts. */
function byActivity({ conversation: a }: NamedConversation, { conversation: b }: NamedConversation): number {
  const [one, other] = [a.lastMessageAt ?? a.createdAt, b.lastMessageAt ?? b.createdAt];
  return one === other ? 0 : one < other ? 1 : -1;
}

const collator = new Intl.Collator('en', { numeric: true });
