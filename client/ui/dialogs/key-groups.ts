import { messageActions } from '#ui/messages/message-actions.ts';
import { pageKeysOf } from '#ui/navigation/page-keys.ts';
import { words } from '#ui/words.ts';
import { keyListWords } from './key-words.ts';

/** Keys as they are written for a person, and what they do. */
export type KeyLine = readonly [keys: string, what: string];

const written: Record<string, string> = {
  ...{ Control: 'Ctrl', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' },
  ...{ PageUp: 'Page ↑', PageDown: 'Page ↓' },
};

/** `Alt+ArrowUp` as a person reads it: `Alt ↑`. */
export function asListed(keys: string): string {
  const parts = keys.split('+');
  return parts.map((part) => written[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(' ');
}

const pageLines = (group: 'go' | 'help'): KeyLine[] =>
  pageKeysOf(group).map(({ keys, word }) => [asListed(keys), word]);

const { groups, move, write } = keyListWords;

/** Every key there is. Those of the page and of messages come from the tables that carry them out. */
export const keyGroups: readonly { title: string; lines: readonly KeyLine[] }[] = [
  { title: groups.go, lines: pageLines('go') },
  { title: groups.move, lines: move },
  { title: groups.write, lines: write },
  {
    title: words.actions.keysTitle,
    lines: messageActions.flatMap(({ keys, word }): KeyLine[] => (keys ? [[asListed(keys), word]] : [])),
  },
  { title: groups.help, lines: pageLines('help') },
];
