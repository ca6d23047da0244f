import { describe, expect, test } from 'vitest';
import { userId } from '#contract/ids.ts';
import type { Poll } from '#contract/polls.ts';
import { laidOver } from './changes.ts';
import { testId, testMessage } from './fixtures.ts';
import { choiceIn, isClosed, pollWithWaiting, withVote } from './polls.ts';
import type { Change, PendingChange } from './state.ts';

const [meId, otherId] = [userId.parse(testId(1, 1)), userId.parse(testId(1, 2))];
const option = (text: string, ...userIds: Poll['options'][number]['userIds']) => ({
  ...{ text, userIds, votes: userIds.length },
});
const poll: Poll = {
  ...{ question: 'Where to?', multiple: false, anonymous: false, closesAt: null, closedAt: null },
  options: [option('The lake', otherId), option('The hills')],
  voters: 1,
};
const message = { ...testMessage(1, 1), poll };
const waiting = (change: Change, state: 'sending' | 'failed' = 'sending'): PendingChange => ({
  ...{ clientId: 'a', conversationId: message.conversationId, messageId: message.id, seq: 1, about: '' },
  ...{ change, createdAt: '2026-01-02T00:00:00.000Z', state, reason: null, attempted: false },
});
const shown = (...changes: PendingChange[]) => {
  const [over = message] = laidOver([message], changes, meId);
  return pollWithWaiting(over, poll, meId, []);
};

describe('a vote that waits', () => {
  test('is counted and named at once', () => {
    const { poll: next, choice } = shown(waiting({ kind: 'vote', options: [1] }));
    expect(next.options.map(({ votes }) => votes)).toEqual([1, 1]);
    expect(next.options[1]?.userIds).toEqual([meId]);
    expect(next.voters).toBe(2);
    expect(choice).toEqual([1]);
  });

  test('that was refused is not', () => {
    expect(shown(waiting({ kind: 'vote', options: [1] }, 'failed'))).toEqual({ poll, choice: [] });
  });

  test('closes it, when that is what waits', () => {
    expect(isClosed(shown(waiting({ kind: 'closePoll' })).poll, 0)).toBe(true);
  });
});

test('another choice takes the place of the one before, and none takes it back', () => {
  const voted = withVote(poll, meId, [], [0]);
  expect(withVote(voted, meId, [0], [1]).options.map(({ votes }) => votes)).toEqual([1, 1]);
  expect(withVote(voted, meId, [0], [])).toEqual(poll);
});

test('an anonymous one names nobody', () => {
  const voted = withVote({ ...poll, anonymous: true }, meId, [], [1]);
  expect(voted.options[1]).toEqual({ text: 'The hills', votes: 1, userIds: [] });
});

test('what one chose is said by the poll where it names all who voted, and by nothing else', () => {
  expect(choiceIn(poll, otherId)).toEqual([0]);
  expect(choiceIn(poll, meId)).toEqual([]);
  expect(choiceIn({ ...poll, options: [{ ...option('The lake'), votes: 1 }] }, meId)).toBeNull();
});

test('it ends by its author or the clock', () => {
  const at = Date.parse('2026-01-02T00:00:00.000Z');
  const timed = { ...poll, closesAt: '2026-01-02T00:00:00.000Z' };
  expect([isClosed(poll, at), isClosed(timed, at - 1), isClosed(timed, at)]).toEqual([false, false, true]);
  expect(isClosed({ ...poll, closedAt: timed.closesAt }, 0)).toBe(true);
});
