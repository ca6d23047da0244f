import { createContext, createElement, type ReactNode, useContext, useMemo } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { SidebarLayout } from '#contract/sidebar.ts';
import { useChat, useConversations, useMe, useSidebar } from '#state/hooks.ts';
import { nameOf } from '#ui/parts/conversation-name.ts';
import { useNavigation } from './navigation.tsx';

export interface NamedConversation {
  conversation: MyConversation;
  name: string;
}

/** A section of one's own. */
export interface ListSection {
  id: string;
  name: string;
  isCollapsed: boolean;
  conversations: NamedConversation[];
}

/** What I am in, and what is being looked at, joined or not; without archived ones. */
export interface ConversationList {
  /** These two in the order that I gave them. */
  starred: NamedConversation[];
  sections: ListSection[];
  /** What is in none of them: channels by name, direct conversations by their last message. */
  channels: NamedConversation[];
  direct: NamedConversation[];
  /** All of them, as they stand below each other. */
  all: NamedConversation[];
}

const ListContext = createContext<ConversationList | null>(null);

/** Sorts the list once for everybody who needs it. */
export function ConversationListProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const users = useChat((state) => state.users);
  const conversations = useConversations();
  const layout = useSidebar();
  const { conversationId } = useNavigation().address;
  const list = useMemo(() => {
    const named = conversations
      .filter(({ id, joined, archivedAt }) => !archivedAt && (joined || id === conversationId))
      .map((conversation) => ({ conversation, name: nameOf(conversation, users, me.id) }));
    return listOf(named, layout);
  }, [conversations, users, layout, me.id, conversationId]);
  return createElement(ListContext, { value: list }, children);
}

/** The list of conversations, in the order of the screen. */
export function useConversationList(): ConversationList {
  const list = useContext(ListContext);
  if (!list) throw new Error('ConversationListProvider is missing above this component');
  return list;
}

/** Pure: where each of them stands. */
export function listOf(
  named: readonly NamedConversation[],
  { starred: starredIds, sections: own }: SidebarLayout,
): ConversationList {
  const left = new Map<string, NamedConversation>(named.map((item) => [item.conversation.id, item]));
  const take = (ids: string[]) =>
    ids.flatMap((id) => {
      const item = left.get(id);
      left.delete(id);
      return item ?? [];
    });
  const starred = take(starredIds);
  const sections = own.map(({ conversationIds, ...section }) => ({
    ...section,
    conversations: take(conversationIds),
  }));
  const isDirect = ({ conversation }: NamedConversation) => conversation.kind === 'direct';
  const rest = [...left.values()];
  const channels = rest.filter((item) => !isDirect(item)).sort(byName);
  const direct = rest.filter(isDirect).sort((one, other) => byActivity(one, other) || byName(one, other));
  const all = [starred, ...sections.map(({ conversations }) => conversations), channels, direct].flat();
  return { starred, sections, channels, direct, all };
}

function byName(one: NamedConversation, other: NamedConversation): number {
  return collator.compare(one.name, other.name);
}

/** The one with the latest message first; without any, since when it is there counts. */
function byActivity({ conversation: a }: NamedConversation, { conversation: b }: NamedConversation): number {
  const [one, other] = [a.lastMessageAt ?? a.createdAt, b.lastMessageAt ?? b.createdAt];
  return one === other ? 0 : one < other ? 1 : -1;
}

const collator = new Intl.Collator('en', { numeric: true });
