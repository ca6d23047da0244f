import { messageActions } from '#ui/messages/message-actions.ts';
import { messageWords } from '#ui/messages/message-words.ts';
import { pageKeyWords } from '#ui/navigation/page-key-words.ts';
import { type PageKeyName, pageKeys } from '#ui/navigation/page-keys.ts';
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

const pageLines = (...names: PageKeyName[]): KeyLine[] =>
  names.map((name) => [asListed(pageKeys[name].keys), pageKeyWords[name]]);

const inHelp: readonly PageKeyName[] = ['help', 'question'];
const names = Object.keys(pageKeyWords) as PageKeyName[];

const { groups, move, write } = keyListWords;

/** Every key there is. Those of the page and of messages come from the tables that carry them out. */
export const keyGroups: readonly { title: string; lines: readonly KeyLine[] }[] = [
  { title: groups.go, lines: pageLines(...names.filter((name) => !inHelp.includes(name))) },
  { title: groups.move, lines: move },
  { title: groups.write, lines: write },
  {
    title: messageWords.keysTitle,
    lines: messageActions.flatMap(({ keys, word }): KeyLine[] => (keys ? [[asListed(keys), word]] : [])),
  },
  { title: groups.help, lines: pageLines(...inHelp) },
];
