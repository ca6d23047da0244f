import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countFitting, jsonBytes } from './answer-bytes.ts';

const lists = fc.array(fc.record({ body: fc.string({ unit: 'binary' }) }), { maxLength: 20 });

test('as many items as fit, in order, and not one more', () => {
  fc.assert(
    fc.property(lists, fc.nat(400), (items, room) => {
      const count = countFitting(items, room);
      const bytes = (some: unknown[]) => some.reduce<number>((sum, item) => sum + jsonBytes(item) + 1, 0);
      if (count > 1) expect(bytes(items.slice(0, count))).toBeLessThanOrEqual(room);
      if (count < items.length) expect(bytes(items.slice(0, count + 1))).toBeGreaterThan(room);
    }),
  );
});

test('one item always fits: whoever asks for the rest gets on', () => {
  expect(countFitting(['too long by far'], 1)).toBe(1);
  expect(countFitting([], 1)).toBe(0);
});

test('bytes are those on the wire, escapes and UTF-8 included', () => {
  expect(jsonBytes('\u0001')).toBe(8);
  expect(jsonBytes('€')).toBe(5);
});
