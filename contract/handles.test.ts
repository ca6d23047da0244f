import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainHandle } from './handles.ts';
import { limits } from './limits.ts';
import { handle, userName } from './users.ts';

test.each([
  ['Ada Lovelace', 'ada.lovelace'],
  ['  Ada   KING ', 'ada.king'],
  ["Seán O'Neil-Byrne", 'seán.oneil-byrne'],
  ['snake_case', 'snake_case'],
  ['J. R. R. Tolkien', 'j.r.r.tolkien'],
  ['ليلى منصور', 'ليلى.منصور'],
  ['王小雨', '王小雨'],
  ['ﬁne Ｗide', 'fine.wide'],
  ['İpek', 'i̇pek'],
  ['Ada 👑', 'ada'],
  ['-- Ada --', 'ada'],
  ['क्\u200dष', 'क्ष'],
  [`क${'\u0951'.repeat(4)}\u200d${'\u0951'.repeat(4)}क`, `क${'\u0951'.repeat(4)}क`],
  ['👑', ''],
  ['...', ''],
  ['x'.repeat(80), 'x'.repeat(32)],
  [`${'x'.repeat(31)} ${'y'.repeat(9)}`, 'x'.repeat(31)],
])('the name %j gives the handle %j', (name, given) => {
  expect(plainHandle(name)).toBe(given);
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

test('whatever the name, it gives a handle that is taken as it is, or none', () => {
  fc.assert(
    fc.property(text, (given) => {
      const name = userName.safeParse(given);
      if (!name.success) return;
      const plain = plainHandle(name.data);
      if (plain !== '') expect(handle.parse(plain)).toBe(plain);
      expect(plainHandle(plain)).toBe(plain);
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  [' Ada.Lovelace ', 'ada.lovelace'],
  ['@ada', 'ada'],
  ['ＡＤＡ', 'ada'],
  ['ada_2-b', 'ada_2-b'],
  ['王', '王'],
  ['7', '7'],
])('the handle %j is kept as %j', (given, kept) => {
  expect(handle.parse(given)).toBe(kept);
});

test.each([
  '',
  '@',
  'ada lovelace',
  '.ada',
  'ada.',
  'ada-',
  'ada@home',
  'ada!',
  'ad\u200ba',
  'ad\u3164a',
  'ada\u202e',
  '👑',
  '\u0301a',
  `a${'\u0336'.repeat(5)}`,
  'x'.repeat(limits.handle + 1),
  7,
])('the handle %j is refused', (given) => {
  expect(handle.safeParse(given).success).toBe(false);
});
