import { expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { sharedText } from './shared-text.ts';

const shared = (given: Record<string, string>) => sharedText(`?${new URLSearchParams(given)}`);

test('what is shared is said once, line by line', () => {
  expect(shared({ title: 'Geese', text: 'Look at them', url: 'https://a.test/' })).toBe(
    'Geese\nLook at them\nhttps://a.test/',
  );
  expect(shared({ title: 'Look', text: 'Look at https://a.test/', url: 'https://a.test/' })).toBe(
    'Look at https://a.test/',
  );
  expect(shared({ text: ' only this ' })).toBe('only this');
  expect(shared({})).toBe('');
});

test('no more than a message holds, and no half of a character', () => {
  const text = shared({ text: '🦆'.repeat(limits.messageBody + 5) });
  expect(Array.from(text)).toHaveLength(limits.messageBody);
  expect(sharedText('?text=%ED%A0%80')).toBe('\uFFFD\uFFFD\uFFFD');
});
