import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { asListed, keyGroups } from './key-groups.ts';

const folder = resolve(import.meta.dirname, '..');
const named = 'Arrow(?:Up|Down|Left|Right)|Enter|Escape|Home|End|Page(?:Up|Down)|Backspace|Delete|F\\d+';
/** `'ArrowUp'`, `Home:`, `'Control+Shift+k'`: how sources name a key, as `KeyboardEvent` does. */
const keyInSource = new RegExp(
  `'((?:(?:Control|Alt|Shift)\\+)+(?:${named}|[^'\\s])|${named}|\\?)'|^\\s*(${named}):`,
  'gm',
);
/** Not keys of ours: where the slash itself needs Shift, Ctrl / is pressed so. */
const samePress: Record<string, string> = { 'Control+Shift+/': 'Control+/' };

function keysIn(text: string): string[] {
  return [...text.matchAll(keyInSource)].map(([, quoted, property]) => quoted ?? property ?? '');
}

/** Every key that a part of the screen acts on, with the files that do. */
function keysOfScreen(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || /\.test\.|words\.ts$/.test(file)) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    if (!/KeyboardEvent|onKeyDown|\bkey\b/.test(text)) continue;
    for (const keys of keysIn(text)) found.set(keys, [...(found.get(keys) ?? []), file]);
  }
  return found;
}

test('every key that does something is in the list of keys', () => {
  const listed = keyGroups.flatMap(({ lines }) => lines.flatMap(([keys]) => keys.split(' / ')));
  const keys = keysOfScreen();
  expect(keys.size).toBeGreaterThan(10);
  const missing = [...keys].filter(([name]) => !listed.includes(asListed(samePress[name] ?? name)));
  expect(missing).toEqual([]);
});

test('the keys in a source are found, however it names them', () => {
  expect(
    keysIn("['Alt+ArrowDown', x]; key === '?'; case 'PageUp':\n    Home: first,\n 'Control+Shift+f'"),
  ).toEqual(['Alt+ArrowDown', '?', 'PageUp', 'Home', 'Control+Shift+f']);
  expect(keysIn("import 'react'; 'Entering'; label: 'Home page'")).toEqual([]);
  expect(asListed('Control+k')).toBe('Ctrl K');
});
