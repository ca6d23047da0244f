import { describe, expect, it } from 'vitest';
import { removeConversation, upsertConversation } from './conversations.ts';
import { channelId, testId, testMessage, testMyConversation, testSnapshot, testState } from './fixtures.ts';
import { initialState, mergeSync } from './snapshot.ts';

describe('the state that the server drew', () => {
  it('shows the page, and a line before the first unread message', () => {
    const items = [1, 2, 3].map((n) => testMessage(n, n));
    const snapshot = testSnapshot([testMyConversation({ lastSeq: 3, version: 3, lastReadSeq: 1 })]);
    const page = { items, hasBefore: false, hasAfter: false };
    const state = initialState(snapshot, { conversationId: channelId, page });
    expect(state.timelines[channelId]).toMatchObject({
      version: 3,
      messages: items,
      loading: null,
      newLineSeq: 1,
    });
  });

  it('claims no version that the newest page does not prove', () => {
    const snapshot = testSnapshot([testMyConversation({ lastSeq: 4, version: 5 })]);
    const page = { items: [1, 2, 3].map((n) => testMessage(n, n)), hasBefore: false, hasAfter: false };
    expect(initialState(snapshot, { conversationId: channelId, page }).timelines[channelId]?.version).toBe(3);
  });
});

const mine = (n: number, changes = {}) => testMyConversation({ id: testId(2, n), ...changes });

describe('an answer of sync', () => {
  it('is merged though events have overtaken it', () => {
    const state = testState([
      mine(1, { lastSeq: 9, version: 9, lastReadSeq: 9 }),
      mine(2),
      mine(3, { joined: false }),
    ]);
    const asked = {
      ...{ cursor: null, joinedIds: state.joinedIds, sidebar: state.sidebar, life: null },
      conversations: { ...state.conversations, [testId(2, 1)]: mine(1, { lastSeq: 7, version: 7 }) },
    };
    const meanwhile = upsertConversation(state, mine(4));
    const answer = testSnapshot([mine(1, { lastSeq: 8, version: 8, lastReadSeq: 2 })]);
    const merged = mergeSync(meanwhile, answer, asked);
    expect(merged.conversations[testId(2, 1)]).toMatchObject({
      lastSeq: 9,
      version: 9,
      lastReadSeq: 9,
      unread: 0,
    });
    expect(Object.keys(merged.conversations).sort()).toEqual([1, 3, 4].map((n) => testId(2, n)));
  });

  it('leaves nothing and nobody of another life: a backup was restored, or I am a guest now', () => {
    const state = { ...testState([mine(1), mine(2)]), life: 'a life' };
    const answer = { ...testSnapshot([mine(1)]), life: 'a life.guest' };
    const merged = mergeSync(state, answer, state);
    expect(merged).toMatchObject({
      conversations: {},
      users: {},
      joinedIds: [],
      cursor: null,
      usersCursor: null,
    });
    expect(Object.keys(mergeSync(merged, answer, merged).conversations)).toEqual([testId(2, 1)]);
  });

  it('does not bring back what was left while it was on its way', () => {
    const state = testState([mine(1), mine(2)]);
    const left = removeConversation(state, testId(2, 1));
    const merged = mergeSync(left, testSnapshot([mine(1), mine(2)]), state);
    expect(Object.keys(merged.conversations)).toEqual([testId(2, 2)]);
  });

  it('takes nothing away unless it says what there is', () => {
    const state = testState([mine(1), mine(2)]);
    const answer = { ...testSnapshot([mine(2, { lastSeq: 1, version: 1 })]), cursor: 'later' };
    const merged = mergeSync(state, { ...answer, conversationIds: null }, state);
    expect(Object.keys(merged.conversations)).toEqual([testId(2, 1), testId(2, 2)]);
    expect(merged.cursor).toBe('later');
    expect(Object.keys(mergeSync(state, answer, state).conversations)).toEqual([testId(2, 2)]);
  });

  it('takes away what was joined after the cursor and lost again, of which no event told', () => {
    const state = testState([mine(1)]);
    const joined = upsertConversation(state, mine(2));
    const same = { ...testSnapshot([]), conversationIds: null };
    expect(Object.keys(mergeSync(joined, same, joined).conversations)).toEqual([testId(2, 1)]);
    // What came while the answer was on its way is later than it.
    expect(Object.keys(mergeSync(joined, same, state).conversations)).toHaveLength(2);
  });

  it('keeps the identity of what did not change', () => {
    const state = testState([
      mine(1, { kind: 'direct', name: null, memberIds: [testId(1, 1), testId(1, 2)] }),
      mine(2),
    ]);
    const again = testSnapshot(
      Object.values(state.conversations).map((item) => testMyConversation(structuredClone(item))),
    );
    const merged = mergeSync(state, { ...again, cursor: 'later' }, state);
    expect(merged).toEqual({ ...state, cursor: 'later' });
    for (const field of ['me', 'workspace', 'users', 'conversations', 'timelines', 'typing'] as const)
      expect(merged[field]).toBe(state[field]);
  });

  it('is believed when the server went back to a backup, and then everything is asked for', () => {
    const state = testState([mine(1, { lastSeq: 9, version: 9, lastReadSeq: 9 }), mine(2)]);
    const older = mine(1, { lastSeq: 5, version: 6, lastReadSeq: 5 });
    const answer = { ...testSnapshot([older]), conversationIds: null, cursor: 'other' };
    const merged = mergeSync(state, answer, { ...state, cursor: 'mine' });
    expect(merged.conversations[testId(2, 1)]).toEqual(older);
    expect(merged.timelines).toEqual({});
    expect(merged.cursor).toBeNull();
    expect(mergeSync(state, answer, { ...state, cursor: null }).cursor).toBe('other');
  });
});
