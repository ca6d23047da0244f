import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBody } from './parse.ts';
import { plainBlocks } from './plain-body.ts';

const pieces = [
  ...'abzéß中א#>+-=|~`*_\\[]()<>&:;.,!?@/0123456789\'"$%^{}🙂 \n\t\r\u0000\u00a0\u2028\u200b',
  ...[
    'www.',
    'http://',
    'https://x.y',
    'a@b.cd',
    '@ada',
    '#general',
    '1. ',
    '- ',
    '    ',
    '![',
    '](',
    '&amp;',
  ],
  ...['words ', 'Hello', ', ', '. '],
];
const bodies = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));

test('what is taken for words alone is read as just that', () => {
  let [found, lines] = [0, 0];
  fc.assert(
    fc.property(bodies, (body) => {
      const blocks = plainBlocks(body);
      if (blocks === null) return;
      found += 1;
      if (body.includes('\n')) lines += 1;
      expect(blocks).toEqual(parseBody(body));
    }),
    { numRuns: 20_000 },
  );
  expect(found).toBeGreaterThan(500);
  expect(lines).toBeGreaterThan(20);
});

test.each([
  ['See you at 10:30, in the kitchen!', true],
  ['@ada, could you look at #general? R2-D2 (the robot) is there.', true],
  ['12 of them', true],
  ['it is 3.5 km', true],
  ['1. first', false],
  ['- first', false],
  ['two\nlines', true],
  ['two\n\nparagraphs', false],
  ['title\n===', false],
  ['words\n- and a list', false],
  [' indented', false],
  ['**bold**', false],
  ['https://example.com', false],
  ['www.example.com', false],
  ['ada@example.com', false],
  ['snake_case', false],
  ['', false],
])('%j', (body, isPlain) => {
  expect(plainBlocks(body) !== null).toBe(isPlain);
});

test('more lines than are drawn one by one are left to the reader', () => {
  expect(plainBlocks(Array.from({ length: 50 }, () => 'line').join('\n'))).not.toBeNull();
  expect(plainBlocks(Array.from({ length: 51 }, () => 'line').join('\n'))).toBeNull();
});
