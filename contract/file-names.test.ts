import { expect, test } from 'vitest';
import { characterCount } from './characters.ts';
import { tidyFileName, withEnding } from './file-names.ts';
import { limits } from './limits.ts';

test.each<[given: string, tidy: string]>([
  ['report.pdf', 'report.pdf'],
  ['Grüße aus 東京 👩‍👩‍👧.txt', 'Grüße aus 東京 👩‍👩‍👧.txt'],
  ['..', 'file'],
  ['.gitignore', 'gitignore'],
  ['a/b\\c', 'c'],
  ['a/', 'file'],
  ['  a   b .txt ', 'a b .txt'],
  ['e\u0301.txt', 'é.txt'],
  ['\u202Egnp.exe', 'gnp.exe'],
  ['a\u2066b\u200Ec\uFEFF.txt', 'abc.txt'],
  ['a\ud800b.txt', 'a\uFFFDb.txt'],
  ['what? "this": <that>|*.txt', 'what_ _this__ _that___.txt'],
  ['nul', '_nul'],
  ['com1.tar.gz', '_com1.tar.gz'],
  ['console.txt', 'console.txt'],
])('%j is %j', (given, tidy) => {
  expect(tidyFileName(given)).toBe(tidy);
  expect(tidyFileName(tidy)).toBe(tidy);
});

test('a long name keeps its ending, and what looks like one is not kept for ever', () => {
  for (const name of [`${'x'.repeat(500)}.tar`, `${'𝄞'.repeat(400)}.mid`, `a.${'y'.repeat(500)}`]) {
    const tidy = tidyFileName(name);
    expect(characterCount(tidy)).toBeLessThanOrEqual(limits.fileName);
    expect(tidyFileName(tidy)).toBe(tidy);
  }
  expect(tidyFileName(`${'x'.repeat(500)}.tar`)).toMatch(/x\.tar$/);
});

test('another ending takes the place of the last one', () => {
  expect(withEnding('photo.heic.avif', 'webp')).toBe('photo.heic.webp');
  expect(withEnding('photo', 'webp')).toBe('photo.webp');
});
