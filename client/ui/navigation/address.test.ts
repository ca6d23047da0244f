import { expect, test } from 'vitest';
import { addressOf, pathTo } from './address.ts';

test.each([
  { conversationId: null, message: null },
  { conversationId: 'abc', message: null },
  { conversationId: 'abc', message: 12 },
])('the address of %j leads back to it', (address) => {
  expect(addressOf(new URL(pathTo(address), 'http://localhost'))).toEqual(address);
});

test.each(['0', '-1', '1.5', 'x', '', '9e99'])('a message %j is no address', (message) => {
  expect(addressOf({ pathname: '/c/abc', search: `?message=${message}` }).message).toBeNull();
});
