import { expect, test } from 'vitest';
import { writeAll } from './answer-text.ts';

test('texts are written one behind the other, as UTF-8, however long they are together', () => {
  const texts = ['plain', '', 'ä', '漢字', '\u{1f389}', '\u2028'];
  expect(writeAll(texts).toString()).toBe(texts.join(''));
  expect(writeAll([])).toHaveLength(0);
  for (const length of [87_381, 87_382, 300_000]) {
    const long = [...texts, '漢'.repeat(length), 'end'];
    expect(writeAll(long).equals(Buffer.from(long.join('')))).toBe(true);
  }
});

test('what was written before stays as it was', () => {
  const first = writeAll(['first']);
  writeAll(['other']);
  expect(first.toString()).toBe('first');
});
