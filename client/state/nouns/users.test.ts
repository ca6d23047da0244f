import { describe, expect, it } from 'vitest';
import { type User, user } from '#contract/users.ts';
import {
  channelId,
  meId,
  otherId,
  testId,
  testMessage,
  testMyConversation,
  testSnapshot,
  testState,
} from './fixtures.ts';
import { initialState } from './snapshot.ts';
import { addEarlierUsers, addUsers, knownUsersMost, updateUser } from './users.ts';

const [known] = testSnapshot().users;

function testUser(n: number, changes = {}): User {
  return user.parse({ ...known, id: testId(1, n), name: `User ${n}`, ...changes });
}

describe('users', () => {
  it('keep their identity while nothing about them changes', () => {
    const state = testState();
    const again = Object.values(state.users).map((item) => structuredClone(item));
    expect(addUsers(state, again)).toBe(state);
    const renamed = addUsers(state, [testUser(1, { name: 'Ada Lovelace' })]);
    expect(renamed.me).toMatchObject({ id: meId, name: 'Ada Lovelace', email: state.me.email });
    expect(renamed.users[otherId]).toBe(state.users[otherId]);
  });

  it('are of interest only where somebody has needed them', () => {
    const state = testState();
    expect(updateUser(state, testUser(7))).toBe(state);
    expect(updateUser(state, testUser(2, { name: 'Benjamin' })).users[otherId]?.name).toBe('Benjamin');
  });

  it('give way beyond a bound, but not whom the screen needs', () => {
    const items = [testMessage(1, 1, { authorId: testId(1, 3) })];
    const page = { items, hasBefore: false, hasAfter: false };
    const direct = testMyConversation({
      id: testId(2, 2),
      kind: 'direct',
      name: null,
      memberIds: [meId, testId(1, 4)],
    });
    const start = initialState(testSnapshot([testMyConversation({ lastSeq: 1, version: 1 }), direct]), {
      conversationId: channelId,
      page,
    });
    const many = Array.from({ length: knownUsersMost + 100 }, (_, n) => testUser(n + 3));
    const state = addUsers(start, many);
    expect(Object.keys(state.users)).toHaveLength(knownUsersMost);
    for (const id of [meId, testId(1, 3), testId(1, 4), testId(1, knownUsersMost + 102)])
      expect(state.users[id], id).toBeDefined();
    expect(state.users[testId(1, 5)]).toBeUndefined();
  });

  it('from an earlier visit are known as of then, and only those who are missing', () => {
    const state = testState();
    expect(addEarlierUsers(state, [testUser(2, { name: 'Old' })], 'earlier')).toBe(state);
    const more = addEarlierUsers(state, [testUser(2, { name: 'Old' }), testUser(3)], 'earlier');
    expect(more.users[otherId]?.name).toBe('Ben');
    expect(more.users[testId(1, 3)]?.name).toBe('User 3');
    expect(more.usersCursor).toBe('earlier');
  });
});
