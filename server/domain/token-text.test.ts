import { expect, test } from 'vitest';
import { isTokenText, makeToken } from './token-text.ts';

test('a token is known by its look, and no other text is', () => {
  const token = makeToken();
  expect(token).toMatch(/^parley_[0-9A-Za-z]{46}$/);
  expect(isTokenText(token)).toBe(true);
  expect(makeToken()).not.toBe(token);
  const last = token.at(-1) === 'A' ? 'B' : 'A';
  const others = ['', 'parley_', token.slice(1), token.slice(0, -1), `${token} `, token.slice(0, -1) + last];
  for (const text of [...others, token.replace('parley_', 'Parley_')])
    expect(isTokenText(text), text).toBe(false);
});

test('the check finds every single character that is wrong', () => {
  const token = makeToken();
  for (let at = 7; at < token.length; at += 1) {
    const wrong = token[at] === '0' ? '1' : '0';
    expect(isTokenText(token.slice(0, at) + wrong + token.slice(at + 1))).toBe(false);
  }
});
