import { expect, test } from 'vitest';
import { bestFit, fitOf, folded } from './fold.ts';

test('marks and case say nothing', () => {
  expect(folded('José Ångström')).toBe('jose angstrom');
  expect(folded('Олексій')).toBe(folded('ОЛЕКСІИ'));
});

test('the beginning fits best, then that of a word, then any part', () => {
  expect(fitOf('Ada Lovelace', 'ad')).toBe(0);
  expect(fitOf('Ada Lovelace', 'love')).toBe(1);
  expect(fitOf('Ada Lovelace', 'lace')).toBe(2);
  expect(fitOf('Ada Lovelace', 'bo')).toBeNull();
  expect(bestFit(['Ada Lovelace', 'countess'], 'count')).toBe(0);
  expect(bestFit(['Ada', 'ada.l'], 'x')).toBeNull();
});
