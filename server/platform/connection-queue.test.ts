import { expect, test } from 'vitest';
import { createConnectionQueue, type Turn } from './connection-queue.ts';

/** A queue in front of four connections, and work in it that ends when it is told to. */
function fourConnections() {
  const inTurn = createConnectionQueue(4);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    run: (turn: Turn, name: string) =>
      inTurn(turn, () => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.set(name, resolve));
      }),
    async end(name: string) {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
}

test('sends have a connection of their own, and what all wait for has another', async () => {
  const { begun, run, end } = fourConnections();
  for (const name of ['one', 'two', 'three', 'four']) void run('usual', name);
  for (const name of ['early', 'earlier', 'late']) void run('early', name);
  for (const name of ['send', 'next send']) void run('send', name);
  await new Promise(setImmediate);
  expect(begun).toEqual(['one', 'two', 'early', 'send']);
  await end('send');
  expect(begun.at(-1)).toBe('next send');
  await end('one');
  expect(begun.at(-1), 'before the rest').toBe('earlier');
  await end('two');
  await end('early');
  expect(begun.slice(-2)).toEqual(['late', 'three']);
});

test('what waits is bounded, for each kind apart', async () => {
  const { run, begun } = fourConnections();
  for (let count = 0; count < 4_002; count += 1) run('usual', `${count}`).catch(() => undefined);
  await expect(run('usual', 'too much')).rejects.toMatchObject({
    code: 'unavailable',
    message: 'The server is busy: try again in a moment.',
    retryAfter: 2,
  });
  for (const turn of ['early', 'send'] as const) void run(turn, turn);
  await new Promise(setImmediate);
  expect(begun).toEqual(['0', '1', 'early', 'send']);
});

test('what fails leaves its connection to the next', async () => {
  const inTurn = createConnectionQueue(2);
  for (let count = 0; count < 3; count += 1)
    await expect(inTurn('usual', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await inTurn('usual', async () => 'well')).toBe('well');
});

test('while messages are stored a search is answered without a rest, and the next one comes after it', async () => {
  const { begun, run, end } = fourConnections();
  void run('send', 'send');
  const [first, second] = [run('search', 'first'), run('search', 'second')];
  await new Promise(setImmediate);
  expect(begun).toEqual(['send', 'first']);
  await end('first');
  await first;
  await expect.poll(() => begun).toEqual(['send', 'first', 'second']);
  await end('second');
  await second;
});

test('what is read for many searches together does not rest, and does not wait for those that do', async () => {
  const { begun, run, end } = fourConnections();
  void run('send', 'send');
  const one = run('search', 'one');
  const [first, second] = [run('together', 'first'), run('together', 'second')];
  await new Promise(setImmediate);
  expect(begun).toEqual(['send', 'one', 'first']);
  await end('first');
  await first;
  expect(begun).toEqual(['send', 'one', 'first', 'second']);
  await Promise.all([end('one'), end('second')]);
  await Promise.all([one, second]);
});
