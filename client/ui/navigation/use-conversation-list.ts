import type { MyConversation } from '#contract/conversations.ts';
import type { SidebarLayout } from '#contract/sidebar.ts';
import { useChat } from '#state/hooks.ts';
import { shownSidebar } from '#state/nouns/sidebar.ts';
import type { ChatState } from '#state/nouns/state.ts';
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

/** What a list was made of beside the conversations, and the list. */
interface Made {
  users: ChatState['users'];
  layout: SidebarLayout;
  openId: string | null;
  list: ConversationList;
}

const latest = new WeakMap<ChatState['conversations'], Made>();

/**
 * The list of conversations, in the order of the screen. Sorted once for everybody who reads it. No context: React
 * would look for its readers in every row on the screen whenever a conversation changes.
 */
export function useConversationList(): ConversationList {
  const { conversationId } = useNavigation().address;
  return useChat((state) => listNow(state, conversationId));
}

function listNow(state: ChatState, openId: string | null): ConversationList {
  const { conversations, users, me } = state;
  const layout = shownSidebar(state);
  const known = latest.get(conversations);
  if (known?.users === users && known.layout === layout && known.openId === openId) return known.list;
  const named = Object.values(conversations)
    .filter(({ kind }) => kind !== 'thread')
    .filter(({ id, joined, archivedAt }) => !archivedAt && (joined || id === openId))
    .map((conversation) => ({ conversation, name: nameOf(conversation, users, me.id) }));
  const list = listOf(named, layout);
  latest.set(conversations, { users, layout, openId, list });
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
