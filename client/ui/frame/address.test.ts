import { expect, test } from 'vitest';
import { pathTo, placeOf } from './address.ts';

test.each([
  { conversationId: null, message: null },
  { conversationId: 'abc', message: null },
  { conversationId: 'abc', message: 12 },
])('the address of %j leads back to it', (place) => {
  expect(placeOf(new URL(pathTo(place), 'http://localhost'))).toEqual(place);
});

test.each(['0', '-1', '1.5', 'x', '', '9e99'])('a message %j is no place', (message) => {
  expect(placeOf({ pathname: '/c/abc', search: `?message=${message}` }).message).toBeNull();
});
