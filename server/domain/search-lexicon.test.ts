import { expect, test } from 'vitest';
import { isLike } from './search-lexicon.ts';

test.each([
  ['recieve', 'receive', true],
  ['kubernets', 'kubernetes', true],
  ['kuberntes', 'kubernetes', true],
  ['ubernetes', 'kubernetes', true],
  ['kubernetesxy', 'kubernetes', true],
  ['xykubernetes', 'kubernetes', true],
  ['xykubernetesx', 'kubernetes', false],
  ['kbernets', 'kubernetes', true],
  ['kbernts', 'kubernetes', false],
  ['setenrebuk', 'kubernetes', false],
  ['word', 'wrod', true],
  ['word', 'wrodx', false],
  ['one', 'ome', false],
])('%s for %s: %s', (term, word, expected) => {
  expect(isLike(term, word)).toBe(expected);
});
