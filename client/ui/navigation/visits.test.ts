import { expect, test } from 'vitest';
import { visit, visits } from './visits.ts';

test('where somebody was lately waits to be remembered, in that order, and no more than a hundred places', () => {
  const places = Array.from({ length: 150 }, (_, index) => `view:${index}`);
  for (const place of places) visit(place);
  expect(visits.splice(0)).toEqual(places.slice(-100));
  visit('view:again');
  expect(visits.splice(0)).toEqual(['view:again']);
});
