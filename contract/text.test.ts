import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { characterCount } from './characters.ts';
import { nameText, storableText } from './text.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('text that can be stored', () => {
  const text = storableText(5);

  test.each([
    ['five letters', 'abcde', true],
    ['six letters', 'abcdef', false],
    ['five characters of two UTF-16 units', '😀😀😀😀😀', true],
    ['six of them', '😀😀😀😀😀😀', false],
    ['nothing', '', true],
    ['U+0000', 'a\u0000', false],
    ['half a pair', '\ud83d', false],
    ['the halves the wrong way round', '\ude00\ud83d', false],
    ['a number', 7, false],
    ['null', null, false],
  ])('%s', (_, value, fits) => {
    expect(accepts(text, value)).toBe(fits);
  });

  test('comes out as it went in, and only what UTF-8 keeps comes through', () => {
    const any = storableText(1_000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (value) => {
        const parsed = any.safeParse(value);
        const kept = new TextDecoder().decode(new TextEncoder().encode(value)) === value;
        const storable = kept && !value.includes('\u0000');
        expect(parsed.success).toBe(storable);
        if (parsed.success) expect(parsed.data).toBe(value);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is counted in code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (value) => {
        expect(characterCount(value)).toBe(Array.from(value).length);
      }),
    );
  });
});

describe('a name', () => {
  test.each([
    ['  Ada  ', 'Ada'],
    ['\u00a0Łódź\u3000', 'Łódź'],
    ['שלום', 'שלום'],
    ["O'Neil <b>", "O'Neil <b>"],
  ])('%s is kept without the space around it', (given, kept) => {
    expect(nameText(20).parse(given)).toBe(kept);
  });

  test.each(['', '   ', 'two\nlines', 'tab\there', 'bell\u0007', '\u0000', 'x'.repeat(21)])(
    '%j is refused',
    (given) => {
      expect(accepts(nameText(20), given)).toBe(false);
    },
  );
});
