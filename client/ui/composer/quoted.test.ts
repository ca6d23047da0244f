import { expect, test } from 'vitest';
import { quotedTexts } from './quoted.ts';

test.each([
  ['"Where to?" "The lake" "The hills"', ['Where to?', 'The lake', 'The hills']],
  ['“Where to?” “The lake”', ['Where to?', 'The lake']],
  ['„Wohin?“ „An den See“', ['Wohin?', 'An den See']],
  ['"one""two"', ['one', 'two']],
  ['', []],
  ['Where to? "The lake"', null],
  ['"Where to', null],
  ['"a" b', null],
])('%j', (text, wanted) => {
  expect(quotedTexts(text)).toEqual(wanted);
});

test('a text of marks alone is read once', () => {
  expect(quotedTexts('"'.repeat(1_000_000))).toHaveLength(500_000);
});
