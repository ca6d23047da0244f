import fc from 'fast-check';

/** Texts that break parsers, stores and screens. */
const hostileTexts = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udc00y',
  '\u202eevil\u2066',
  '\u200b\u2060\ufeff',
  '\u2028\u2029',
  `e${'\u0301'.repeat(200)}`,
  '\r\nSet-Cookie: a=b',
  '../../etc/passwd',
  '%00%ff%',
  "'; DROP TABLE message; --",
  '$1 $$ {{x}} ${x} <img src=x onerror=1>',
  'true',
  'null',
  'NaN',
  '1e999',
  '-1',
  '__proto__',
  'constructor',
  'a@b.c\n',
  'me',
  '019a0000-0000-7000-8000-00000000dead',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '019a0000-0000-7000-8000-00000000dead\n',
  '{019a0000-0000-7000-8000-00000000dead}',
  '👩‍👩‍👧‍👦'.repeat(20),
  `http://x${')'.repeat(2_000)}`,
];

/** Numbers at the edges of what somebody may have meant. */
const hostileNumbers = [
  0, -0, -1, 1, 1.5, 101, 2_147_483_647, 2_147_483_648, -2_147_483_649, 9_007_199_254_740_992, 1e21, 1e308,
  -1e308, 5e-324,
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string() },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom('x', '\u0301', 'é', '😀', '\\', '"', '\u0001', '('),
        fc.integer({ min: 1, max: 40_000 }),
      )
      .map(([unit, times]) => unit.repeat(times)),
  },
);

/** `[[[…]]]` or `{"a":{"a":…}}`, so many levels deep. */
function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = isList ? [value] : { a: value };
  return value;
}

/** A name that an object has already, or that nobody expects. */
export const hostileKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'then',
    'toJSON',
    '',
    '0',
    'length',
    'a.b',
    'a[]',
  ),
  hostileText,
);

/** So many fields that nobody knows. */
function manyFields(count: number): Record<string, unknown> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));
}

/** Any JSON value that nobody asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom(...hostileNumbers) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], { length: 1e9 }),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 5 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 2, max: 600 }).map((count) => Array.from({ length: count }, () => 'x')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 2, max: 500 }), fc.boolean())
      .map(([depth, isList]) => nested(depth, isList)),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.tuple(hostileKey, fc.constantFrom<unknown>(1, null, 'x', { __proto__: null })), {
        maxLength: 4,
      })
      // Own fields, __proto__ among them, as JSON.parse would make them.
      .map((entries) => Object.fromEntries(entries)),
  },
);

/** Unknown fields to add to an input: a few odd ones, or thousands. */
export const unknownFields: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(hostileKey, hostileValue).map(([key, value]) => Object.fromEntries([[key, value]])),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4_000 }).map(manyFields) },
);

/** Printable whatever it holds: what cannot be seen is escaped. */
export function printable(text: string): string {
  return text.replace(
    /[\p{C}\p{M}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
