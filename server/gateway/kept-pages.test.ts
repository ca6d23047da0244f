import { expect, test } from 'vitest';
import { createKeptPages } from './kept-pages.ts';

const again = { bytes: 0, ask: async () => '' };
const page = (bytes: number) => ({ template: { pieces: [], bytes }, headers: [], again });

test('no more is kept than is allowed, by number and by bytes; what was asked for least lately goes first', () => {
  const kept = createKeptPages({ pages: 3, bytes: 100 });
  for (const key of ['a', 'b', 'c']) kept.keep(key, page(10));
  kept.find('a');
  kept.keep('d', page(10));
  expect(['a', 'b', 'c', 'd'].filter((key) => kept.find(key))).toEqual(['a', 'c', 'd']);
  kept.keep('e', page(85));
  expect(['a', 'c', 'd', 'e'].filter((key) => kept.find(key))).toEqual(['d', 'e']);
  // The same page again takes no more room than once.
  kept.keep('e', page(85));
  expect(['d', 'e'].filter((key) => kept.find(key))).toEqual(['d', 'e']);
  kept.keep('f', page(101));
  expect(['d', 'e', 'f'].filter((key) => kept.find(key))).toEqual([]);
});
