import { expect, test } from 'vitest';
import { blocksOfBody, remembering } from './parsed.ts';

/** A reading that counts, with what it read. */
function counted(limits?: { bodies: number; units: number }) {
  const read: string[] = [];
  const reading = remembering((body) => {
    read.push(body);
    return { body };
  }, limits);
  return { read, reading };
}

test('three hundred messages drawn again and again are read once each', () => {
  const { read, reading } = counted();
  const bodies = Array.from({ length: 300 }, (_, index) => `message **${index}**`);
  const first = bodies.map(reading);
  for (let times = 0; times < 3; times += 1) expect(bodies.map(reading)).toEqual(first);
  expect(read).toEqual(bodies);
  reading('one more arrives');
  expect(read).toHaveLength(301);
});

test('the same words are the same object, so that nothing is drawn again for them', () => {
  expect(blocksOfBody('**same** words')).toBe(blocksOfBody('**same** words'));
});

test('what was asked for least lately is forgotten first', () => {
  const { read, reading } = counted({ bodies: 2, units: 100 });
  for (const body of ['a', 'b', 'a', 'c', 'a', 'b']) reading(body);
  expect(read).toEqual(['a', 'b', 'c', 'b']);
});

test('what is kept is bounded in size, too', () => {
  const { read, reading } = counted({ bodies: 10, units: 10 });
  for (const body of ['12345', '67890', 'x', '67890', '12345']) reading(body);
  expect(read).toEqual(['12345', '67890', 'x', '12345']);
  reading('much longer than all that is kept');
  reading('much longer than all that is kept');
  expect(read).toHaveLength(6);
});
