import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { skeletonOf, skeletonsOf, skeletonVersion } from './skeletons.ts';

/** Whether the rules take two channel names for the same. */
function alike(one: string, other: string): boolean {
  const [first, second] = [skeletonsOf(one), skeletonsOf(other)];
  return first.caseless === second.caseless || first.shape === second.shape;
}

describe('what reads alike has a skeleton in common', () => {
  test.each([
    ['general', 'GENERAL'],
    ['general', 'gen\u0435ral'],
    ['general', '\u0261eneral'],
    ['general', 'ｇｅｎｅｒａｌ'],
    ['general', '𝐠𝐞𝐧𝐞𝐫𝐚𝐥'],
    ['general', 'generaI'],
    ['general', 'genera1'],
    ['general', 'genera|'],
    ['GENERAL', 'GE\u039dERAL'],
    ['board', '\u0412OARD'],
    ['INBOX', 'inbox'],
    ['inbox', '\u0456nbox'],
    ['INBOX', '\u0456nbox'],
    ['ian', 'i\u0307an'],
    ['modem', 'rnodern'],
    ['go', 'g0'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['葛城', '葛\u{e0100}城'],
    ['Amélie', 'Ame\u0301lie'],
  ])('%s and %s', (one, other) => {
    expect(alike(one, other)).toBe(true);
  });
});

describe('what does not read alike has none', () => {
  test.each([
    ['general', 'généràl'],
    ['mail', 'mall'],
    ['fail', 'fall'],
    ['ali', 'all'],
    ['van', 'nan'],
    ['general', 'general 2'],
    ['ops', 'op-s'],
    ['王', '玉'],
    ['поддержка', 'продажи'],
  ])('%s and %s', (one, other) => {
    expect(alike(one, other)).toBe(false);
  });
});

test('in text of one case the two skeletons are one', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789.-_') }),
      (text) => {
        expect(skeletonsOf(text)).toEqual({ caseless: skeletonOf(text), shape: skeletonOf(text) });
        expect(skeletonOf(text.toUpperCase())).toBe(skeletonOf(text));
      },
    ),
  );
});

test('a skeleton cannot be told from its text by case, normal form or what is invisible', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
      const skeleton = skeletonOf(text);
      expect(skeletonOf(text.normalize('NFD'))).toBe(skeleton);
      expect(skeletonOf(text.normalize('NFKC'))).toBe(skeleton);
      expect(skeletonOf(`\u200b${text}\u2060`)).toBe(skeleton);
    }),
  );
});

test('stored skeletons are made anew when the rules change: count their version up, then write the hash here', () => {
  const hash = createHash('sha256');
  for (let code = 0; code <= 0xffff; code += 1) {
    const character = String.fromCodePoint(code);
    if (!/[\p{Cs}\p{Cn}\p{Co}]/u.test(character)) hash.update(JSON.stringify(skeletonsOf(character)));
  }
  expect([skeletonVersion, hash.digest('hex').slice(0, 16)]).toEqual([1, 'dc9d345377440eae']);
});
