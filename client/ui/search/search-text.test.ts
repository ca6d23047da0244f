import { expect, test } from 'vitest';
import { filterIn, hasWord, without, withoutWord, withWord } from './search-text.ts';

test('filters are added, read and taken away', () => {
  expect(withWord('lemur', 'has:link')).toBe('lemur has:link ');
  expect(withWord('', 'from:@ada')).toBe('from:@ada ');
  expect(without('lemur has:link tail', 'has')).toBe('lemur tail');
  expect(without('on:2026-01-02 in:"my team" x', 'on', 'in')).toBe('x');
  expect(filterIn('lemur on:2026-01-02', 'on')).toBe('2026-01-02');
  expect(filterIn('common:2026', 'on')).toBeNull();
  expect(hasWord('lemur HAS:link tail', 'has:link')).toBe(true);
  expect(hasWord('lemur has:links', 'has:link')).toBe(false);
  expect(withoutWord('lemur has:link  has:reaction ', 'has:link')).toBe('lemur has:reaction ');
});
