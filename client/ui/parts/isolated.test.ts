import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balanced, isolated, readsFromRight } from './isolated.ts';

test.each([
  ['general', 'general'],
  ['Ada (x < y)', 'Ada (x < y)'],
  ['שרה', '\u2068שרה\u2069'],
  ['مريم 12', '\u2068مريم 12\u2069'],
  ['\u{1e900}', '\u2068\u{1e900}\u2069'],
  ['Ada\u202etxt.exe', 'Adatxt.exe'],
  ['שרה\u2069, admin', '\u2068שרה, admin\u2069'],
  ['\u2068שרה\u2069, Ada', '\u2068\u2068שרה\u2069, Ada\u2069'],
])('%j is said as %j', (text, said) => {
  expect(isolated(text)).toBe(said);
});

const anything = fc
  .array(
    fc.constantFrom(
      'a',
      'א',
      ' ',
      '\u202a',
      '\u202b',
      '\u202c',
      '\u202e',
      '\u2066',
      '\u2067',
      '\u2068',
      '\u2069',
    ),
  )
  .map((characters) => characters.join(''));

test('nothing that is said reaches beyond its end', () => {
  fc.assert(
    fc.property(anything, (text) => {
      let depth = 0;
      for (const character of isolated(text)) {
        if (character === '\u2068') depth += 1;
        if (character === '\u2069') depth -= 1;
        expect(depth).toBeGreaterThanOrEqual(0);
        expect(character).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
      }
      expect(depth).toBe(0);
      expect(balanced(balanced(text))).toBe(balanced(text));
    }),
  );
});

test.each([
  ['שלום, world', true],
  ['(12) مرحبا', true],
  ['hello שלום', false],
  ['12 🙂', false],
  ['', false],
])('the direction of %j is that of its first letter', (text, fromRight) => {
  expect(readsFromRight(text)).toBe(fromRight);
});
