import { describe, expect, it } from 'vitest';
import { channelId, meId, testMessage, testPending, testSnapshot, testState } from './fixtures.ts';
import { receive } from './messages.ts';
import { withoutPending, withPending } from './pending.ts';
import { initialState } from './snapshot.ts';

describe('pending messages', () => {
  it('stand in order of sending, and are replaced where they stand', () => {
    const state = [testPending(2), testPending(1), testPending(2, { state: 'failed', reason: 'No.' })].reduce(
      withPending,
      testState(),
    );
    expect(state.outbox[channelId]?.map(({ body, state: own }) => [body, own])).toEqual([
      ['hello 1', 'sending'],
      ['hello 2', 'failed'],
    ]);
  });

  it('give way to the message with the same clientId in one step', () => {
    const opened = { conversationId: channelId, page: { items: [], hasBefore: false, hasAfter: false } };
    const start = withPending(initialState(testSnapshot(), opened), testPending(1));
    const state = receive(start, channelId, [testMessage(1, 1, { authorId: meId })]);
    expect(state.outbox).toEqual({});
    expect(state.timelines[channelId]?.messages).toHaveLength(1);
    expect(state.conversations[channelId]).toMatchObject({ lastReadSeq: 1, unread: 0 });
    expect(withPending(state, testPending(1)).outbox).toEqual({});
  });

  it('are not taken by another user with the same clientId', () => {
    const state = receive(withPending(testState(), testPending(1)), channelId, [testMessage(1, 1)]);
    expect(state.outbox[channelId]).toHaveLength(1);
  });

  it('leave no empty queue behind', () => {
    expect(withoutPending(withPending(testState(), testPending(1)), testPending(1)).outbox).toEqual({});
  });
});
