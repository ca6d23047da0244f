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
}

export function createLocalNotes(
  kind: string,
  userId: string,
  where: 'localStorage' | 'sessionStorage' = 'localStorage',
): LocalNotes {
  const prefix = `parley-${kind}:${userId}:`;
  const withStorage = (use: (storage: Storage) => void) => {
    if (typeof window === 'undefined') return;
    try {
      use(window[where]);
    } catch {
      // Forbidden or full.
    }
  };

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
  };
}

/** The user of a note, whatever its kind; of none that waits to be sent, which stays for whoever wrote it. */
const ownerIn = /^parley-(?!outbox:|changes:|filed:)[a-z]+:([\da-f-]{36})(?::|$)/;

/** Removes every note of those users, of this tab's too, but for what waits to be sent. */
export function forgetNotes(isForgotten: (userId: string) => boolean): void {
  for (const where of ['localStorage', 'sessionStorage'] as const)
    try {
      const storage = window[where];
      for (const key of Object.keys(storage)) {
        const userId = ownerIn.exec(key)?.[1];
        if (userId && isForgotten(userId)) storage.removeItem(key);
      }
    } catch {
      // Forbidden, or no browser.
    }
}
