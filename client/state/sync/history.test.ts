import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Refusal } from '#contract/errors.ts';
import { channelId, testId, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import type { Call } from './connection.ts';
import { createHistory } from './history.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const threadId = testId(2, 9);

/** A thread that is only looked at, whose first `thread:watch` is refused like this. */
function setUp(refusal: Refusal) {
  const notMine = { joined: false, joinedAt: null };
  const thread = testMyConversation({ id: threadId, kind: 'thread', name: null, ...notMine });
  const hung = { ...thread, parentId: testMyConversation({ id: channelId }).id, rootSeq: 1 };
  const store = createChatStore(testSnapshot([]));
  store.setState({ connection: 'live' });
  const told: unknown[] = [];
  const asked: string[] = [];
  const answers: Record<string, (input: { conversationIds: unknown }) => unknown> = {
    'thread:watch': ({ conversationIds }) => {
      told.push(conversationIds);
      if (told.length === 1) throw refusal;
    },
    'conversation:get': () => hung,
    'message:list': () => ({ items: [], hasBefore: false, hasAfter: false }),
  };
  const call = (async (name: string, input: { conversationIds: unknown }) => {
    asked.push(name);
    return answers[name]?.(input);
  }) as Call;
  const cache = { read: async () => null, drop() {}, opened() {} };
  return { told, asked, history: createHistory(store, call, { want() {} }, cache) };
}

it('a thread beside is watched after all when that was refused for now, and read again then', async () => {
  const { told, asked, history } = setUp(new Refusal('rate_limited', 'Too often', { retryAfter: 2 }));
  await history.open(threadId, undefined, 'beside');
  asked.splice(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([[threadId], [threadId]]);
  expect(asked).toEqual(['thread:watch', 'conversation:get']);
});

it('a thread that was closed meanwhile is let be', async () => {
  const { told, history } = setUp(new Refusal('unavailable', 'Later'));
  await history.open(threadId, undefined, 'beside');
  history.closeBeside();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([[threadId]]);
});

it('whoever asks for it next has it watched at once', async () => {
  const { told, history } = setUp(new Refusal('forbidden', 'Not now'));
  await history.open(threadId, undefined, 'beside');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual([[threadId]]);
  await history.refreshBeside(threadId);
  expect(told).toEqual([[threadId], [threadId]]);
});
