import { words } from '#ui/words.ts';

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
  group: 'go' | 'help';
  /** What the help says it does. */
  word: string;
}

const { page } = words.shortcuts;

/** Every key that works anywhere, once: what it does (frame/keys.ts) and its line in the help come from here. */
export const pageKeys = {
  switcher: { keys: 'Control+k', isEverywhere: true, group: 'go', word: page.switcher },
  jump: { keys: 'Control+j', group: 'go', word: page.jump },
  search: { keys: 'Control+Shift+f', group: 'go', word: page.search },
  previous: { keys: 'Alt+ArrowUp', group: 'go', word: page.previous },
  next: { keys: 'Alt+ArrowDown', group: 'go', word: page.next },
  previousUnread: { keys: 'Alt+Shift+ArrowUp', group: 'go', word: page.previousUnread },
  nextUnread: { keys: 'Alt+Shift+ArrowDown', group: 'go', word: page.nextUnread },
  markAllRead: { keys: 'Shift+Escape', group: 'go', word: page.markAllRead },
  previousPart: { keys: 'Shift+F6', group: 'go', word: page.previousPart },
  nextPart: { keys: 'F6', group: 'go', word: page.nextPart },
  help: {
    keys: 'Control+/',
    shifted: 'Control+Shift+/',
    isEverywhere: true,
    group: 'help',
    word: page.help,
  },
  question: { keys: '?', group: 'help', word: page.question },
} as const satisfies Record<string, PageKey>;

export type PageKeyName = keyof typeof pageKeys;

const rows = Object.entries(pageKeys) as [PageKeyName, PageKey][];

/** The keys of a group, in the order of the help. */
export function pageKeysOf(group: PageKey['group']): PageKey[] {
  return rows.flatMap(([, row]) => (row.group === group ? [row] : []));
}

const names = new Map(
  rows.flatMap(([name, { keys, shifted }]): [string, PageKeyName][] => [
    [keys, name],
    ...(shifted ? [[shifted, name] as [string, PageKeyName]] : []),
  ]),
);

/** Which of them is meant by keys that are down together. */
export function pageKeyNamed(keys: string): { name: PageKeyName; isEverywhere: boolean } | null {
  const name = names.get(keys);
  if (!name) return null;
  const row: PageKey = pageKeys[name];
  return { name, isEverywhere: row.isEverywhere ?? false };
}
