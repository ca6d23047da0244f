import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/**
 * Whatever reads what users wrote runs in linear time. A regular expression does when it can fail in one way
 * only: it repeats nothing without a bound; or it begins at the beginning of the text and repeats one thing; or
 * the one thing that it repeats is the last, so that nothing after it can send it back.
 */
function isLinear(source: string): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const repetitions = bare.match(/[*+]|\{\d+,\}/g) ?? [];
  if (repetitions.length === 0) return true;
  return repetitions.length === 1 && (bare.startsWith('^') || /[*+]$/.test(bare)) && !bare.includes('|');
}

test.each([
  ['[.,;:]', true],
  ['\\s+', true],
  ['^\\/c\\/([^/]+)\\/?$', true],
  ['[*+]{2}', true],
  ['\\*+$', false],
  ['^(a+)+$', false],
  ['\\s+x', false],
  ['x{2,}y', false],
])('%s: %j', (source, expected) => {
  expect(isLinear(source)).toBe(expected);
});

const literal = /(?<![\w)\]<*/])\/(?![*/])((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/[dgimsuvy]*/g;

test('every regular expression of the screen, and those that find its links, is linear', async () => {
  const root = join(import.meta.dirname, '../../..');
  const screen = (await readdir(join(root, 'client/ui'), { recursive: true })).filter(
    (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
  );
  const files = [...screen.map((file) => join('client/ui', file)), 'contract/web-addresses.ts'];
  const found: string[] = [];
  for (const file of files) {
    const code = (await readFile(join(root, file), 'utf8'))
      .split('\n')
      // Comments, imports and markup hold slashes that begin no expression.
      .filter((line) => !/^\s*(\/\/|\/?\*|import |<|export \* )|className=/.test(line))
      .join('\n');
    for (const [, source = ''] of code.matchAll(literal)) found.push(source);
  }
  // Those that read names and messages are among them: the search itself finds something.
  expect(found).toEqual(expect.arrayContaining(['\\s+', '[\\s<>"\'`]', '[^\\x21-\\x7e]+']));
  expect(found.filter((source) => !isLinear(source))).toEqual([]);
});
