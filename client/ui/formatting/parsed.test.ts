import { expect, test } from 'vitest';
import { parseBody } from './parse.ts';
import { blocksOfBody, bodyReader, keepReadBodies, plainText, whenReadable } from './parsed.ts';
import { readBodies } from './read-bodies.ts';
import { createReadings } from './readings.ts';

/** What reads lines by the number of their letters, with what it was asked to read. */
function counting(limits?: { bodies: number; units: number }) {
  const readings = createReadings<{ body: string }>(limits);
  const read: string[] = [];
  const reading = (body: string) => {
    const known = readings.find(body);
    if (known) return known;
    read.push(body);
    return readings.keep(body, { body });
  };
  return { read, reading };
}

test('three hundred messages drawn again and again are read once each', () => {
  const { read, reading } = counting();
  const bodies = Array.from({ length: 300 }, (_, index) => `message **${index}**`);
  const first = bodies.map(reading);
  for (let times = 0; times < 3; times += 1) expect(bodies.map(reading)).toEqual(first);
  expect(read).toEqual(bodies);
  reading('one more arrives');
  expect(read).toHaveLength(301);
});

test('what was asked for least lately is forgotten first', () => {
  const { read, reading } = counting({ bodies: 2, units: 100 });
  for (const body of ['a', 'b', 'a', 'c', 'a', 'b']) reading(body);
  expect(read).toEqual(['a', 'b', 'c', 'b']);
});

test('what is kept is bounded in size, too', () => {
  const { read, reading } = counting({ bodies: 10, units: 10 });
  for (const body of ['12345', '67890', 'x', '67890', '12345']) reading(body);
  expect(read).toEqual(['12345', '67890', 'x', '12345']);
  reading('much longer than all that is kept');
  reading('much longer than all that is kept');
  expect(read).toHaveLength(6);
});

test('what is kept twice counts once', () => {
  const readings = createReadings<number>({ bodies: 10, units: 10 });
  readings.keep('12345', 1);
  for (let times = 2; times < 9; times += 1) expect(readings.keep('67890', times)).toBe(times);
  expect(readings.find('12345')).toBe(1);
});

// In this order: what reads is here from the last one on.
test('words alone, and what a page brings, are read without what reads', () => {
  expect(bodyReader.now()).toBeNull();
  expect(blocksOfBody('just words')).toEqual([{ kind: 'paragraph', of: ['just words'] }]);
  expect(blocksOfBody('**not** yet')).toBeNull();
  expect(plainText('**not** yet')).toBe('**not** yet');

  const page = [{ body: 'just words' }, { body: '**brought** along' }, { body: '' }, { body: '# title' }];
  const read = readBodies(page);
  expect(read.map(([at]) => at)).toEqual([1, 3]);
  keepReadBodies(page, read);
  expect(blocksOfBody('**brought** along')).toEqual(parseBody('**brought** along'));
  expect(plainText('# title')).toBe('title');
  expect(bodyReader.now()).toBeNull();
});

test('what cannot be read at once is waited for', async () => {
  const called: string[] = [];
  // Files may say all.
  whenReadable(['just words', ''], () => called.push('words'));
  expect(called).toEqual(['words']);
  await new Promise<void>((resolve) => {
    whenReadable(['just words', '**more** than that'], () => {
      called.push(plainText('**more** than that'));
      resolve();
    });
    expect(called).toEqual(['words']);
  });
  expect(called).toEqual(['words', 'more than that']);
  expect(blocksOfBody('**same** words')).toBe(blocksOfBody('**same** words'));
});
