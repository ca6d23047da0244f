/** A key that works anywhere on the page. */
interface PageKey {
  /**
   * The keys that are down together, as `KeyboardEvent` names them: `Control+k`. The Mac's command key counts as
   * Control. A character alone means the one that is written, whatever it takes to write it.
   */
  keys: string;
  /** The same key where the sign itself needs Shift. */
  shifted?: string;
  /** Works above an open dialog as well. */
  isEverywhere?: true;
}

/** Every key that works anywhere, once; what it does is in frame/key-acts.ts, its line in the help in page-key-words.ts. */
export const pageKeys = {
  switcher: { keys: 'Control+k', isEverywhere: true },
  jump: { keys: 'Control+j' },
  search: { keys: 'Control+Shift+f' },
  previous: { keys: 'Alt+ArrowUp' },
  next: { keys: 'Alt+ArrowDown' },
  previousUnread: { keys: 'Alt+Shift+ArrowUp' },
  nextUnread: { keys: 'Alt+Shift+ArrowDown' },
  markAllRead: { keys: 'Shift+Escape' },
  previousPart: { keys: 'Shift+F6' },
  nextPart: { keys: 'F6' },
  help: {
    keys: 'Control+/',
    shifted: 'Control+Shift+/',
    isEverywhere: true,
  },
  question: { keys: '?' },
} as const satisfies Record<string, PageKey>;

export type PageKeyName = keyof typeof pageKeys;

const rows = Object.entries(pageKeys) as [PageKeyName, PageKey][];

/** Which of them is meant by keys that are down together. */
export function pageKeyNamed(pressed: string): { name: PageKeyName; isEverywhere: boolean } | null {
  const row = rows.find(([, { keys, shifted }]) => keys === pressed || shifted === pressed);
  return row ? { name: row[0], isEverywhere: row[1].isEverywhere ?? false } : null;
}
