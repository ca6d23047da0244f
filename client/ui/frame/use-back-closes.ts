import { useEffect, useRef } from 'react';

/**
 * On touch, the system's back takes away the sheet that stands open before it leaves the page below: an open sheet has
 * an entry of the history to itself, which whatever is opened from the sheet takes over (see `NavigationProvider.go`).
 */
export function useBackCloses(open: boolean, close: () => void): void {
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!open || window.matchMedia('(pointer: fine)').matches) return;
    // The entry of a sheet that was just closed by its button serves this one.
    clearTimeout(closing.current);
    const { parleyFromList } = window.history.state ?? {};
    if (!isSheetEntry()) window.history.pushState({ parleyFromList, parleySheet: true }, '');
    const follow = () => {
      if (!isSheetEntry()) close();
    };
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('popstate', follow);
      // Whoever goes somewhere else as the sheet closes has gone by then, and has taken the entry.
      closing.current = setTimeout(() => isSheetEntry() && window.history.back());
    };
  }, [open, close]);
}

function isSheetEntry(): boolean {
  return window.history.state?.parleySheet === true;
}
