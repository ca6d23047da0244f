import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countMessages,
  mergeSnapshot,
  readTo,
  removeConversation,
  upsertConversation,
} from './conversations.ts';
import {
  meId,
  otherId,
  roomId,
  testConversation,
  testId,
  testMessage,
  testMyConversation,
  testSnapshot,
  testState,
} from './fixtures.ts';

describe('conversations', () => {
  it('computes unread from one position, whatever comes first', () => {
    const update = fc.oneof(
      fc.record({
        what: fc.constant('message' as const),
        seq: fc.integer({ min: 1, max: 20 }),
        mine: fc.boolean(),
      }),
      fc.record({
        what: fc.constant('read' as const),
        seq: fc.integer({ min: 1, max: 20 }),
        mine: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(update, { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (updates, random) => {
          const run = (list: typeof updates) =>
            list.reduce((state, { what, seq, mine }) => {
              if (what === 'read') return readTo(state, { conversationId: roomId, seq });
              const message = testMessage(seq, seq, mine ? { authorId: meId } : {});
              return countMessages(state, roomId, [message]);
            }, testState());
          const mixed = [...updates, ...updates]
            .map((item) => ({ item, key: random.next().value }))
            .sort((a, b) => a.key - b.key)
            .map(({ item }) => item);
          const own = run(mixed).conversations[roomId];
          expect(own).toEqual(run(updates).conversations[roomId]);
          expect(own?.unread).toBe(Math.max(0, (own?.lastSeq ?? 0) - (own?.lastReadSeq ?? 0)));
        },
      ),
    );
  });

  it('keeps my own place when a plain copy arrives, and counts anew', () => {
    const state = testState([testMyConversation({ lastSeq: 5, version: 7, lastReadSeq: 3 })]);
    const plain = testConversation({
      name: 'renamed',
      lastSeq: 8,
      version: 9,
      updatedAt: '2026-02-01T00:00:00.000Z',
    });
    const own = upsertConversation(state, plain).conversations[roomId];
    expect(own).toMatchObject({
      name: 'renamed',
      joined: true,
      lastSeq: 8,
      version: 9,
      lastReadSeq: 3,
      unread: 5,
      mentions: 0,
    });
  });

  it('takes the later facts of two copies and never counts back', () => {
    const state = testState([
      testMyConversation({ lastSeq: 5, version: 7, name: 'new', updatedAt: '2026-02-01T00:00:00.000Z' }),
    ]);
    const own = upsertConversation(state, testConversation({ name: 'old', lastSeq: 4, version: 4 }))
      .conversations[roomId];
    expect(own).toMatchObject({ name: 'new', lastSeq: 5, version: 7 });
  });

  it('does not know a conversation that others talk about', () => {
    const state = testState();
    expect(upsertConversation(state, testConversation({ id: testId(2, 9) }))).toBe(state);
  });

  it('counts every unread message of a direct conversation as a mention', () => {
    const state = testState([testMyConversation({ kind: 'direct', name: null, memberIds: [meId, otherId] })]);
    expect(countMessages(state, roomId, [testMessage(1, 1)]).conversations[roomId]).toMatchObject({
      unread: 1,
      mentions: 1,
    });
  });

  it('has nothing unread where I have not joined, and starts from the server when I do', () => {
    const looked = testState([testMyConversation({ joined: false, lastSeq: 4, lastReadSeq: 4 })]);
    const later = countMessages(looked, roomId, [testMessage(6, 6)]);
    expect(later.conversations[roomId]).toMatchObject({ lastSeq: 6, unread: 0 });
    const joined = upsertConversation(later, testMyConversation({ lastSeq: 6, lastReadSeq: 5 }));
    expect(joined.conversations[roomId]).toMatchObject({ joined: true, lastReadSeq: 5, unread: 1 });
  });

  it('merges a snapshot that events have overtaken', () => {
    const mine = (n: number, changes = {}) => testMyConversation({ id: testId(2, n), ...changes });
    const state = testState([
      mine(1, { lastSeq: 9, version: 9, lastReadSeq: 9 }),
      mine(2),
      mine(3, { joined: false }),
    ]);
    const asked = { ...state.conversations, [testId(2, 1)]: mine(1, { lastSeq: 7, version: 7 }) };
    const meanwhile = upsertConversation(state, mine(4));
    const merged = mergeSnapshot(
      meanwhile,
      testSnapshot([mine(1, { lastSeq: 8, version: 8, lastReadSeq: 2 })]),
      asked,
    );
    expect(merged.conversations[testId(2, 1)]).toMatchObject({
      lastSeq: 9,
      version: 9,
      lastReadSeq: 9,
      unread: 0,
    });
    expect(Object.keys(merged.conversations).sort()).toEqual([1, 3, 4].map((n) => testId(2, n)));
  });

  it('believes a server that went back to a backup', () => {
    const state = testState([testMyConversation({ lastSeq: 9, version: 9, lastReadSeq: 9 })]);
    const older = testMyConversation({ lastSeq: 5, version: 6, lastReadSeq: 5 });
    const merged = mergeSnapshot(state, testSnapshot([older]), state.conversations);
    expect(merged.conversations[roomId]).toEqual(older);
    expect(merged.timelines).toEqual({});
  });

  it('forgets a conversation that was left, with its timeline', () => {
    const state = removeConversation(testState(), roomId);
    expect(state.conversations).toEqual({});
    expect(state.timelines).toEqual({});
  });
});
