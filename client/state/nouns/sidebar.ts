import type { Sidebar, SidebarLayout } from '#contract/sidebar.ts';
import type { ChatState } from './state.ts';

// What changes the sidebar is in arranging.ts, and loaded when somebody arranges something.

export const noSidebar: Sidebar = { version: 0, sections: [], starred: [] };

/** How the conversations are arranged on the screen: with what I did and the server has not acknowledged. */
export function shownSidebar({ sidebar, arranged }: Pick<ChatState, 'sidebar' | 'arranged'>): SidebarLayout {
  return arranged ?? sidebar;
}

/**
 * The later of what is known and what the server says, and told it is; but a version below what was known before
 * asking means that the server itself went back, to a backup.
 */
export function laterSidebar(known: Sidebar, incoming: Sidebar | null, asked: Sidebar = noSidebar): Sidebar {
  if (!incoming) return known;
  return incoming.version > known.version || incoming.version < asked.version ? incoming : known;
}
