import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addressOf, pathTo, viewNames } from './address.ts';

test.each([
  { conversationId: null, message: null },
  { conversationId: 'abc', message: null },
  { conversationId: 'abc', message: 12 },
  { conversationId: 'abc', message: null, at: '2024-02-29' },
  { conversationId: 'abc', message: null, panel: { kind: 'thread', rootSeq: 7, reply: null } },
  { conversationId: 'abc', message: 3, panel: { kind: 'thread', rootSeq: 7, reply: 9 } },
  { conversationId: 'abc', message: 3, panel: { kind: 'thread', rootSeq: 7, reply: null, isPins: true } },
  { conversationId: 'abc', message: null, panel: { kind: 'details', section: null } },
  { conversationId: 'abc', message: 3, panel: { kind: 'pins' } },
  { conversationId: 'abc', message: 3, panel: { kind: 'details', section: 'members' } },
] as const)('the address of %j leads back to it', (address) => {
  expect(addressOf(new URL(pathTo(address), 'http://localhost'))).toEqual(address);
});

const queriesOf = (view: string) =>
  view === 'settings' || view === 'workspace' ? ['', 'profile'] : ['', 'a b&c=d #é'];

test.each(viewNames.flatMap((view) => queriesOf(view).map((query) => ({ view, query }))))(
  'the address of %j leads back to it, with a page of its own offline',
  ({ view, query }) => {
    const address = { conversationId: null, message: null, view, query };
    expect(addressOf(new URL(pathTo(address), 'http://localhost'))).toEqual(address);
    expect(readFileSync('public/service-worker.js', 'utf8')).toContain(`'/${view}'`);
  },
);

test.each(['0', '-1', '1.5', 'x', '', '9e99'])('a message %j is no address', (message) => {
  expect(addressOf({ pathname: '/c/abc', search: `?message=${message}` }).message).toBeNull();
  expect(addressOf({ pathname: '/c/abc', search: `?thread=${message}` }).panel).toBeUndefined();
});

test.each(['2024-02-30x', '2024-2-1', '2024-13-01', '0000-00-00', 'today', ''])('%j is no day', (day) => {
  expect(addressOf({ pathname: '/c/abc', search: `?at=${day}` }).at).toBeUndefined();
  expect(addressOf({ pathname: '/', search: '?at=2024-02-01' }).at).toBeUndefined();
});

test('what is no view is the list', () => {
  expect(addressOf({ pathname: '/nothing', search: '?q=x' })).toEqual({
    conversationId: null,
    message: null,
  });
});
