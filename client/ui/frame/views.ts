import type { ComponentType } from 'react';
import type { ChatState } from '#state/nouns/state.ts';
import { unreadThreads } from '#state/nouns/threads.ts';
import type { ViewName } from '#ui/navigation/address.ts';
import type { Icon } from '#ui/parts/icons.ts';
import { AtSign, Bookmark, Building2, Inbox, MessagesSquare, Search, Settings } from '#ui/parts/icons.ts';
import { type Later, loadLater } from '#ui/parts/load-later.ts';
import { words } from '#ui/words.ts';

/** A list that stands in place of a conversation, with its link at the top of the sidebar. */
export interface View {
  /** Its heading and its link. */
  title: string;
  icon: Icon;
  /** It has no link above the conversations: something else leads there. */
  isUnlisted?: true;
  /** Fetched when it is first opened. `query` is what it was asked for, '' for nothing. */
  content: Later<ComponentType<{ query: string }>>;
  /** What in it asks for me, as the link says; constant work. Left out where nothing ever does. */
  count?: (state: ChatState) => number;
}

/** Every view, in the order of the links. */
export const views: Record<ViewName, View> = {
  unreads: {
    title: words.unreads.title,
    icon: Inbox,
    content: loadLater(async () => (await import('#ui/unreads/unreads-view.tsx')).UnreadsView),
  },
  threads: {
    title: words.threads.inbox,
    icon: MessagesSquare,
    content: loadLater(async () => (await import('#ui/threads/threads-view.tsx')).ThreadsView),
    count: (state) => unreadThreads(state).length,
  },
  mentions: {
    title: words.mentions.title,
    icon: AtSign,
    content: loadLater(async () => (await import('#ui/mentions/mentions-view.tsx')).MentionsView),
  },
  saved: {
    title: words.saved.title,
    icon: Bookmark,
    content: loadLater(async () => (await import('#ui/saved/saved-view.tsx')).SavedView),
    count: ({ saved }) => saved.due,
  },
  settings: {
    title: words.account.settings,
    icon: Settings,
    isUnlisted: true,
    content: loadLater(async () => (await import('#ui/settings/settings-view.tsx')).SettingsView),
  },
  workspace: {
    title: words.account.workspace,
    icon: Building2,
    isUnlisted: true,
    content: loadLater(async () => (await import('#ui/workspace/workspace-view.tsx')).WorkspaceView),
  },
  search: {
    title: words.search.title,
    icon: Search,
    isUnlisted: true,
    content: loadLater(async () => (await import('#ui/search/search-view.tsx')).SearchView),
  },
};
