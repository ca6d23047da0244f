import { describe, expect, it } from 'vitest';
import {
  meId,
  roomId,
  testId,
  testMessage,
  testMyConversation,
  testSnapshot,
  testState,
} from './fixtures.ts';
import { receive } from './messages.ts';
import { withoutPending, withPending } from './pending.ts';
import { initialState } from './snapshot.ts';
import type { PendingMessage } from './state.ts';

function pending(n: number, changes: Partial<PendingMessage> = {}): PendingMessage {
  const createdAt = `2026-01-01T00:00:00.00${n}Z`;
  return {
    clientId: testId(4, n),
    conversationId: roomId,
    body: `hello ${n}`,
    createdAt,
    state: 'sending',
    reason: null,
    ...changes,
  };
}

describe('pending messages', () => {
  it('stand in order of sending, and are replaced in their place', () => {
    const state = [pending(2), pending(1), pending(2, { state: 'failed', reason: 'No.' })].reduce(
      withPending,
      testState(),
    );
    expect(state.outbox[roomId]?.map(({ body, state: own }) => [body, own])).toEqual([
      ['hello 1', 'sending'],
      ['hello 2', 'failed'],
    ]);
  });

  it('give way to the message with the same clientId in one step', () => {
    const opened = { conversationId: roomId, page: { items: [], hasBefore: false, hasAfter: false } };
    const start = withPending(initialState(testSnapshot(), opened), pending(1));
    const state = receive(start, roomId, [testMessage(1, 1, { authorId: meId })]);
    expect(state.outbox).toEqual({});
    expect(state.timelines[roomId]?.messages).toHaveLength(1);
    expect(state.conversations[roomId]).toMatchObject({ lastReadSeq: 1, unread: 0 });
    expect(withPending(state, pending(1)).outbox).toEqual({});
  });

  it('are not taken by another person with the same clientId', () => {
    const state = receive(withPending(testState(), pending(1)), roomId, [testMessage(1, 1)]);
    expect(state.outbox[roomId]).toHaveLength(1);
  });

  it('leave no empty lane behind', () => {
    expect(withoutPending(withPending(testState(), pending(1)), testId(4, 1)).outbox).toEqual({});
  });
});

describe('the state that the server drew', () => {
  it('shows the page, and a line before the first unread message', () => {
    const items = [1, 2, 3].map((n) => testMessage(n, n));
    const snapshot = testSnapshot([testMyConversation({ lastSeq: 3, version: 3, lastReadSeq: 1 })]);
    const page = { items, hasBefore: false, hasAfter: false };
    const state = initialState(snapshot, { conversationId: roomId, page });
    expect(state.timelines[roomId]).toMatchObject({
      version: 3,
      messages: items,
      loading: null,
      newLineSeq: 1,
    });
  });

  it('claims no version that the newest page does not prove', () => {
    const snapshot = testSnapshot([testMyConversation({ lastSeq: 4, version: 5 })]);
    const page = { items: [1, 2, 3].map((n) => testMessage(n, n)), hasBefore: false, hasAfter: false };
    expect(initialState(snapshot, { conversationId: roomId, page }).timelines[roomId]?.version).toBe(3);
  });
});
