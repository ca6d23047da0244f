import { type SidebarCommand, starredPlace } from '#state/nouns/arranging.ts';
import type { ConversationList } from '#ui/navigation/use-conversation-list.ts';
import { sidebarWords } from './sidebar-words.ts';

/** One step within what one arranges oneself. */
export interface Move {
  /** Null: it stands at that end already. */
  command: SidebarCommand | null;
  said: string;
}

/** A conversation one step up or down among its starred ones or in its section; null for one that is in neither. */
export function conversationMove(list: ConversationList, conversationId: string, step: 1 | -1): Move | null {
  const places = [
    { id: starredPlace, name: sidebarWords.starred, conversations: list.starred },
    ...list.sections,
  ];
  for (const { id: place, name, conversations } of places) {
    const ids = conversations.map(({ conversation }) => conversation.id);
    const way = wayOf(ids, conversationId, step);
    if (!way) continue;
    if (!way.moves) return { command: null, said: sidebarWords.stays(way.position, ids.length, name) };
    return {
      command: { kind: 'place', conversationId, place, before: way.before },
      said: sidebarWords.movedTo(way.position, ids.length, name),
    };
  }
  return null;
}

/** A section of one's own one step up or down among them. */
export function sectionMove({ sections }: ConversationList, id: string, step: 1 | -1): Move | null {
  const ids = sections.map((section) => section.id);
  const way = wayOf(ids, id, step);
  if (!way) return null;
  return {
    command: way.moves ? { kind: 'order', id, before: way.before } : null,
    said: sidebarWords.sectionMovedTo(way.position, ids.length),
  };
}

function wayOf(ids: readonly string[], id: string, step: 1 | -1) {
  const index = ids.indexOf(id);
  if (index < 0) return null;
  const moves = index + step >= 0 && index + step < ids.length;
  const before = ids[step < 0 ? index - 1 : index + 2] ?? null;
  return { moves, before, position: index + 1 + (moves ? step : 0) };
}
