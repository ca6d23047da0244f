import { useSyncExternalStore } from 'react';

/** Where a panel has room beside its conversation: from where the classes say `lg` on. */
const beside = '(min-width: 64rem)';

/** The headings of a panel, from its title on. Where it stands alone, it is what the page is about. */
const headings = { beside: ['h2', 'h3', 'h4'], alone: ['h1', 'h2', 'h3'] } as const;

/** Whether a panel stands beside its conversation by now, or in its place. */
export function hasRoomBeside(): boolean {
  return window.matchMedia(beside).matches;
}

/** The same for drawing; the server, which knows no width, draws it beside. */
export function useRoomBeside(): boolean {
  return useSyncExternalStore(subscribe, hasRoomBeside, () => true);
}

/** The element of a heading in a panel; `depth` 0 is the panel's title. */
export function usePanelHeading(depth: 0 | 1 | 2) {
  return headings[useRoomBeside() ? 'beside' : 'alone'][depth];
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(beside);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
