import { useEffect } from 'react';

let closing: ReturnType<typeof setTimeout> | undefined;

/**
 * On touch, the system's back takes away the sheet that calls this before it leaves the page below: an open sheet has
 * an entry of the history to itself, which whatever is opened from the sheet takes over (see `NavigationProvider.go`).
 */
export function useBackCloses(close: () => void): void {
  useEffect(() => {
    if (window.matchMedia('(pointer: fine)').matches) return;
    // The entry of a sheet that was just closed by its button serves this one.
    clearTimeout(closing);
    const { parleyFromList } = window.history.state ?? {};
    if (!isSheetEntry()) window.history.pushState({ parleyFromList, parleySheet: true }, '');
    const follow = () => {
      if (!isSheetEntry()) close();
    };
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('popstate', follow);
      // Whoever goes somewhere else as the sheet closes has gone by then, and has taken the entry.
      closing = setTimeout(() => isSheetEntry() && window.history.back());
    };
  }, [close]);
}

function isSheetEntry(): boolean {
  return window.history.state?.parleySheet === true;
}
