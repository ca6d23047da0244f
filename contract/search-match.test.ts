import { describe, expect, test } from 'vitest';
import { matchTerms } from './search-match.ts';
import { parseSearch } from './search-query.ts';
import { type TermAt, termsOf } from './search-terms.ts';

/** What of a text a query marks; null: it is not found. */
function marked(text: string, query: string): string[] | null {
  const found = matchTerms(termsOf(text), parseSearch(query).clauses);
  return found?.map(([start, end]) => text.slice(start, end)) ?? null;
}

test('words, parts of words and phrases are marked where they stand', () => {
  expect(marked('one two one three', 'one')).toEqual(['one', 'one']);
  expect(marked('one two one three', '"one three"')).toEqual(['one', 'three']);
  expect(marked('one two one three', 'hre one')).toEqual(['one', 'one', 'three']);
  expect(marked('one two', 'one -two')).toBeNull();
  expect(marked('one two', '"two one"')).toBeNull();
  expect(marked('at 10.1.2.3 now', '10.1.2.3')).toEqual(['10.1.2.3']);
});

/** How many facts of a text's terms are looked at. */
function looksAt(text: string, query: string): number {
  let looks = 0;
  const terms = termsOf(text).map(
    (term) =>
      new Proxy<TermAt>(term, {
        get(target, fact, receiver) {
          looks += 1;
          return Reflect.get(target, fact, receiver);
        },
      }),
  );
  expect(matchTerms(terms, parseSearch(query).clauses)).not.toBeNull();
  return looks;
}

describe.each([
  ['one word again and again', 'a '],
  ['one piece of many parts', 'a.'],
  ['different words', 'b c d e f '],
])('%s', (_, piece) => {
  test('a longer phrase is not more work', () => {
    const phrase = (times: number) => `"${piece.repeat(times)}"`;
    const text = piece.repeat(200);
    expect(looksAt(text, phrase(40))).toBeLessThanOrEqual(2 * looksAt(text, phrase(2)));
  });
});

test('what is marked of one text is bounded, however often it stands there', () => {
  const text = 'a '.repeat(2_000);
  expect(matchTerms(termsOf(text), parseSearch('"a"').clauses)).toHaveLength(50);
});
