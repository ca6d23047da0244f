import { afterEach, expect, test, vi } from 'vitest';
import type { ReadPosition, ReadState } from '#contract/reads.ts';
import { channelId, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import type { Call } from './connection.ts';
import { createReads, readDelay } from './reads.ts';

// Moves of the read position over a line that takes its time. What they come to in the end, however they are swapped
// and lost, is unread.test.ts.

vi.useFakeTimers();
afterEach(() => vi.clearAllTimers());

/** A conversation with two unread messages, on a device whose calls are answered when the test says so. */
function device() {
  const conversation = testMyConversation({ lastSeq: 2, version: 2, unread: 2 });
  const store = createChatStore(testSnapshot([conversation]));
  store.setState({ connection: 'live' });
  const calls: { input: ReadPosition; resolve: (answer: ReadState) => void }[] = [];
  const call = ((_name: string, input: ReadPosition) => {
    const { promise, resolve } = Promise.withResolvers<ReadState>();
    calls.push({ input, resolve });
    return promise;
  }) as Call;
  /** Answers a call with what holds now. */
  async function answer(nth: number, state: Pick<ReadState, 'seq' | 'readVersion' | 'unread'>) {
    const { id: conversationId, version, skipped, mentioned } = conversation;
    calls[nth]?.resolve({ conversationId, version, skipped, mentioned, mentions: 0, ...state });
    await vi.advanceTimersByTimeAsync(0);
  }
  const reads = createReads(store, call, () => {});
  return { reads, calls, answer, conversation: () => store.getState().conversations[channelId] };
}

const passes = () => vi.advanceTimersByTimeAsync(readDelay);

test('what was marked as read is taken back while that is still on its way', async () => {
  const { reads, calls, answer, conversation } = device();
  reads.markAll();
  await passes();
  expect(calls.map(({ input }) => input)).toMatchObject([{ seq: 2, onlyForward: true }]);
  reads.undoMarkAll();
  await passes();
  // The second could overtake the first one.
  expect(calls).toHaveLength(1);
  expect(conversation()).toMatchObject({ lastReadSeq: 0, unread: 2 });

  await answer(0, { seq: 2, readVersion: 0, unread: 0 });
  expect(conversation()).toMatchObject({ lastReadSeq: 0, unread: 2 });
  await passes();
  expect(calls[1]?.input).toEqual({ conversationId: channelId, seq: 0, readVersion: 0 });
  await answer(1, { seq: 0, readVersion: 1, unread: 2 });
  expect(conversation()).toMatchObject({ lastReadSeq: 0, readVersion: 1, unread: 2 });
  await passes();
  expect(calls).toHaveLength(2);
});

test('what was marked as read and taken back at once is not told at all', async () => {
  const { reads, calls, conversation } = device();
  reads.mark(channelId, 2);
  reads.putBack(channelId, 0);
  await passes();
  expect(calls).toEqual([]);
  expect(conversation()).toMatchObject({ lastReadSeq: 0, unread: 2 });
});
