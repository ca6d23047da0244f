import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { containing, decodeCursor, encodeCursor, pageOf } from './cursors.ts';

test('a cursor comes back as it went, whatever the name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      fc.pre(!name.includes('\u0000'));
      const id = uuidv7();
      expect(decodeCursor(encodeCursor([name, id]))).toEqual([name, id]);
    }),
  );
  expect(decodeCursor(undefined)).toBeNull();
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['nothing', ''],
  ['no base64', '***'],
  ['no JSON', Buffer.from('x').toString('base64url')],
  ['no list', encoded({ name: 'a' })],
  ['too short a list', encoded(['a'])],
  ['no id', encoded(['a', 'b'])],
  ['no name', encoded([1, uuidv7()])],
  ['what PostgreSQL cannot hold', encoded(['\u0000', uuidv7()])],
])('a cursor of %s is refused at its field', (_, cursor) => {
  expect(() => decodeCursor(cursor)).toThrow(
    expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ path: 'cursor' })] }),
  );
});

describe('a page', () => {
  const cut = (count: number, limit: number) =>
    pageOf(
      Array.from({ length: count }, (_, index) => index),
      limit,
      (row) => row * 10,
      (row) => [`${row}`, '019a0000-0000-7000-8000-000000000001'],
    );

  test('has a next one only when one row more was there', () => {
    expect(cut(2, 3)).toEqual({ items: [0, 10], nextCursor: null });
    expect(cut(3, 3)).toEqual({ items: [0, 10, 20], nextCursor: null });
    expect(cut(0, 3)).toEqual({ items: [], nextCursor: null });
  });

  test('goes on after its last row', () => {
    const { items, nextCursor } = cut(4, 3);
    expect(items).toEqual([0, 10, 20]);
    expect(decodeCursor(nextCursor ?? '')?.[0]).toBe('2');
  });
});

test('a page that would take too many bytes is shorter, and the next goes on after it', () => {
  const rows = Array.from({ length: 5 }, (_, index) => index);
  const large = 'x'.repeat(limits.answerBytes / 2.5);
  const page = pageOf(
    rows,
    4,
    () => large,
    (row) => [`${row}`, uuidv7()],
  );
  expect(page.items).toHaveLength(2);
  expect(decodeCursor(page.nextCursor ?? '')?.[0]).toBe('1');
});

test('what users look for is taken literally', () => {
  expect(containing(' 100%_a\\b ')).toBe('%100\\%\\_a\\\\b%');
  expect(containing(undefined)).toBe('%%');
});
