import { expect, test } from 'vitest';
import { snippetOf } from './snippet.ts';

const shown = (body: string, ...highlights: [number, number][]) =>
  snippetOf(body, highlights)
    .map(({ text, isFound }) => (isFound ? `[${text}]` : text))
    .join('');

test('a short message is whole, with what was found in it', () => {
  expect(shown('one two three', [4, 7])).toBe('one [two] three');
  expect(shown('one two', [0, 3], [4, 7])).toBe('[one] [two]');
  expect(shown('one two')).toBe('one two');
});

test('a long one is shown around what was found first, from the beginning of a word', () => {
  const body = `${'before '.repeat(100)}needle${' after'.repeat(100)}`;
  const text = shown(body, [700, 706]);
  expect(text).toMatch(/^…before .*\[needle\] after.*…$/);
  expect(text.length).toBeLessThan(340);
});

test('no letter is cut in two', () => {
  const body = '😀'.repeat(400);
  expect(shown(body, [501, 503]).isWellFormed()).toBe(true);
});
