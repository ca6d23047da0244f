/**
 * Small texts of one user in localStorage, or for one tab in sessionStorage, which keep them at once, even from a page
 * that is just being closed. A browser that keeps nothing for us still works while the page is open.
 */
export interface LocalNotes {
  /** Null removes. */
  write(key: string, text: string | null): void;
  read(key: string): string | null;
  all(): [key: string, text: string][];
  /** The key of a note that another tab changed; null when the event is about something else. */
  keyOf(event: StorageEvent): string | null;
  /** Removes this user's notes. */
  clear(): void;
  /** Removes everybody else's. */
  clearOthers(): void;
}

export function createLocalNotes(
  kind: string,
  userId: string,
  where: 'localStorage' | 'sessionStorage' = 'localStorage',
): LocalNotes {
  const family = `parley-${kind}:`;
  const prefix = `${family}${userId}:`;
  const withStorage = (use: (storage: Storage) => void) => {
    if (typeof window === 'undefined') return;
    try {
      use(window[where]);
    } catch {
      // Forbidden or full.
    }
  };
  const remove = (chosen: (key: string) => boolean) =>
    withStorage((storage) => {
      for (const key of Object.keys(storage)) if (chosen(key)) storage.removeItem(key);
    });

  return {
    write(key, text) {
      withStorage((storage) => {
        if (text === null) storage.removeItem(prefix + key);
        else storage.setItem(prefix + key, text);
      });
    },
    read(key) {
      let text: string | null = null;
      withStorage((storage) => {
        text = storage.getItem(prefix + key);
      });
      return text;
    },
    all() {
      const found: [string, string][] = [];
      withStorage((storage) => {
        for (const [key, text] of Object.entries({ ...storage }))
          if (key.startsWith(prefix)) found.push([key.slice(prefix.length), text]);
      });
      return found;
    },
    keyOf({ key }) {
      return key?.startsWith(prefix) ? key.slice(prefix.length) : null;
    },
    clear() {
      remove((key) => key.startsWith(prefix));
    },
    clearOthers() {
      remove((key) => key.startsWith(family) && !key.startsWith(prefix));
    },
  };
}

/** Removes what the screen notes of a user's habits: emoji, places and searches. */
export function forgetHabits(userId: string): void {
  for (const kind of ['emoji', 'uses', 'searches']) createLocalNotes(kind, userId).clear();
}
