import { expect, test } from 'vitest';
import type { List } from '#contract/lists.ts';
import { createPager, type PagerState } from './pager.ts';

/** A pager whose questions are answered by hand, in any order. */
function pagerByHand() {
  const questions: {
    cursor: string | null;
    answer: (items: string[], nextCursor?: string) => void;
    fail: () => void;
  }[] = [];
  const states: PagerState<string>[] = [];
  const pager = createPager<string>({
    ask: (cursor) =>
      new Promise<List<string>>((resolve, reject) =>
        questions.push({
          cursor,
          answer: (items, nextCursor) => resolve({ items, nextCursor: nextCursor ?? null }),
          fail: () => reject(new Error('no line')),
        }),
      ),
    idOf: (item) => item.split(' ')[0] ?? item,
    onChange: (state) => states.push(state),
  });
  return { pager, questions, states, last: () => states.at(-1) };
}

test('More twice asks once and appends once', async () => {
  const { pager, questions, last } = pagerByHand();
  const first = pager.start();
  questions[0]?.answer(['a', 'b'], 'after b');
  await first;
  const more = [pager.more(), pager.more()];
  expect(questions.map(({ cursor }) => cursor)).toEqual([null, 'after b']);
  questions[1]?.answer(['c', 'd'], 'after d');
  await Promise.all(more);
  expect(last()).toEqual({ items: ['a', 'b', 'c', 'd'], hasMore: true });
  void pager.more();
  expect(questions.at(-1)?.cursor).toBe('after d');
});

test('what moved between two pages stands once, as it was told last', async () => {
  const { pager, questions, last } = pagerByHand();
  const first = pager.start();
  questions[0]?.answer(['a', 'b old'], 'after b');
  await first;
  const more = pager.more();
  questions[1]?.answer(['b new', 'c']);
  await more;
  expect(last()).toEqual({ items: ['a', 'b new', 'c'], hasMore: false });
});

test('the answer to an earlier question is dropped, whatever it was', async () => {
  const { pager, questions, states } = pagerByHand();
  const first = pager.start();
  const second = pager.start();
  questions[1]?.answer(['of the second'], 'more');
  await second;
  questions[0]?.answer(['of the first']);
  await first;
  const more = pager.more();
  const third = pager.start();
  questions[2]?.answer(['too late']);
  await more;
  questions[3]?.answer(['of the third']);
  await third;
  expect(states.map(({ items }) => items)).toEqual([['of the second'], ['of the third']]);
});

test('once closed, it says nothing any more', async () => {
  const { pager, questions, states } = pagerByHand();
  const first = pager.start();
  pager.stop();
  questions[0]?.answer(['a']);
  await first;
  expect(states).toEqual([]);
});

test('read again, it reads as far as it was read, and what is gone is gone', async () => {
  const { pager, questions, last } = pagerByHand();
  const first = pager.start();
  questions[0]?.answer(['a', 'b'], 'after b');
  await first;
  const more = pager.more();
  questions[1]?.answer(['c', 'd'], 'after d');
  await more;
  const again = pager.refresh();
  questions[2]?.answer(['a', 'c'], 'after c');
  await Promise.resolve();
  await Promise.resolve();
  expect(last()?.items).toEqual(['a', 'b', 'c', 'd']);
  questions[3]?.answer(['d', 'e'], 'after e');
  await again;
  expect(last()).toEqual({ items: ['a', 'c', 'd', 'e'], hasMore: true });
});

test('a page that does not come leaves what is there, and can be asked for again', async () => {
  const { pager, questions, last } = pagerByHand();
  const first = pager.start();
  questions[0]?.answer(['a'], 'after a');
  await first;
  const more = pager.more();
  questions[1]?.fail();
  await more;
  expect(last()).toEqual({ items: ['a'], hasMore: true });
  const again = pager.more();
  questions[2]?.answer(['b']);
  await again;
  expect(last()).toEqual({ items: ['a', 'b'], hasMore: false });
});

test('a list whose first page does not come is empty, not waited for for ever', async () => {
  const { pager, questions, last } = pagerByHand();
  const first = pager.start();
  questions[0]?.fail();
  await first;
  expect(last()).toEqual({ items: [], hasMore: false });
});
