import { expect, test } from 'vitest';
import { emoji } from './emoji.ts';
import { changesQuery, historyQuery, messageBody } from './messages.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

test('a message may be white space around words, but not white space alone', () => {
  expect(messageBody.parse('  \n hi \n')).toBe('  \n hi \n');
  for (const blank of ['', ' ', '\n\t\r', '\u00a0\u2003\u3000\ufeff'])
    expect(accepts(messageBody, blank)).toBe(false);
});

test.each([
  ['👍', true],
  ['👩🏽‍🚀', true],
  ['🏴󠁧󠁢󠁳󠁣󠁴󠁿', true],
  ['👍👍', false],
  ['a', false],
  ['', false],
  ['👍 ', false],
])('%s as a reaction: %s', (value, fits) => {
  expect(accepts(emoji, value)).toBe(fits);
});

const conversationId = '019a0000-0000-7000-8000-000000000001';

test('a page of history begins at the end, or at one place', () => {
  expect(historyQuery.parse({ conversationId })).toEqual({ conversationId, limit: 50 });
  for (const where of [{ before: 7 }, { after: 0 }, { around: 3, limit: 100 }])
    expect(historyQuery.parse({ conversationId, ...where })).toMatchObject(where);
  for (const refused of [
    { before: 7, after: 3 },
    { around: 1, before: 2 },
    { before: -1 },
    { after: 1.5 },
    { limit: 0 },
    { limit: 101 },
  ])
    expect(accepts(historyQuery, { conversationId, ...refused })).toBe(false);
});

test('changes are asked for after a version, up to 500 at a time', () => {
  expect(changesQuery.parse({ conversationId, after: 0 })).toEqual({ conversationId, after: 0, limit: 200 });
  for (const refused of [{}, { after: '0' }, { after: 2 ** 31 }, { after: 0, limit: 501 }])
    expect(accepts(changesQuery, { conversationId, ...refused })).toBe(false);
});
