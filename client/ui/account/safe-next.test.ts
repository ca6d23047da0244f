import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test.each(['/', '/c/1?message=2', '/sign-up'])('goes on to %s', (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each([
  null,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  'c/1',
  '/a\\b',
  '\n/',
  '/.//evil.example',
  '/..//evil.example/x',
  '/%2e//evil.example',
])('never leads elsewhere: %j', (next) => {
  expect(safeNext(next)).toBe('/');
});
