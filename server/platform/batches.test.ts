import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inBatches } from './batches.ts';

/** Questions whose runs end when they are told to. */
function asking(atOnce?: number, most?: number) {
  const runs: { questions: number[]; answer(): void; fail(error: Error): void }[] = [];
  const ask = inBatches(
    (questions: number[]) => {
      const { promise, resolve, reject } =
        Promise.withResolvers<(question: number, index: number) => string>();
      runs.push({
        questions,
        answer: () => resolve((question, index) => `${question} as ${index}`),
        fail: reject,
      });
      return promise;
    },
    atOnce,
    most,
  );
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

test('so many runs go on at the same time, each with so many questions', async () => {
  const { ask, runs } = asking(2, 2);
  const asked = [1, 2, 3, 4, 5, 6, 7].map(ask);
  await nextTurn();
  const questions = () => runs.map((run) => run.questions);
  expect(questions()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  runs[1]?.answer();
  expect(await Promise.all(asked.slice(2, 4))).toEqual(['3 as 0', '4 as 1']);
  expect(questions().slice(2)).toEqual([[5, 6]]);
  runs[0]?.answer();
  await asked[0];
  await nextTurn();
  expect(questions().slice(3)).toEqual([[7]]);
  runs[2]?.answer();
  runs[3]?.answer();
  expect((await Promise.all(asked)).slice(4)).toEqual(['5 as 0', '6 as 1', '7 as 0']);
  const later = ask(8);
  await nextTurn();
  runs[4]?.answer();
  expect(await later).toBe('8 as 0');
});
