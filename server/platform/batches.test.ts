import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inBatches } from './batches.ts';

/** Questions whose runs end when they are told to. */
function asking() {
  const runs: { questions: number[]; answer(): void; fail(error: Error): void }[] = [];
  const ask = inBatches((questions: number[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<(question: number, index: number) => string>();
    runs.push({
      questions,
      answer: () => resolve((question, index) => `${question} as ${index}`),
      fail: reject,
    });
    return promise;
  });
  return { ask, runs };
}

test('what is asked in one turn, or while others are answered, goes together, and each has its own answer', async () => {
  const { ask, runs } = asking();
  const first = [ask(1), ask(2)];
  await nextTurn();
  const second = [ask(3), ask(4)];
  await nextTurn();
  expect(runs.map(({ questions }) => questions)).toEqual([[1, 2]]);
  runs[0]?.answer();
  expect(await Promise.all(first)).toEqual(['1 as 0', '2 as 1']);
  const later = ask(5);
  expect(
    runs.map(({ questions }) => questions),
    'asked after that run began',
  ).toEqual([
    [1, 2],
    [3, 4],
  ]);
  runs[1]?.answer();
  expect(await Promise.all(second)).toEqual(['3 as 0', '4 as 1']);
  runs[2]?.answer();
  expect(await later).toBe('5 as 0');
});

test('what fails is told to those who asked in that run; without a database to whoever waits, too', async () => {
  const { ask, runs } = asking();
  const outcomes = (asked: Promise<string>[]) =>
    Promise.allSettled(asked).then((all) => all.map(({ status }) => status));
  const first = outcomes([ask(1)]);
  await nextTurn();
  const second = outcomes([ask(2)]);
  runs[0]?.fail(new Error('a mistake'));
  expect(await first).toEqual(['rejected']);
  const third = outcomes([ask(3)]);
  runs[1]?.fail(Object.assign(new Error('stopped'), { code: '57P01' }));
  expect([await second, await third]).toEqual([['rejected'], ['rejected']]);
  expect(runs).toHaveLength(2);
  const fourth = ask(4);
  await nextTurn();
  runs[2]?.answer();
  expect(await fourth).toBe('4 as 0');
});

test('what waits is bounded', async () => {
  const { ask } = asking();
  void ask(0);
  await nextTurn();
  for (let count = 0; count < 10_000; count += 1) void ask(count);
  await expect(ask(1)).rejects.toMatchObject({ code: 'unavailable', retryAfter: 2 });
});
