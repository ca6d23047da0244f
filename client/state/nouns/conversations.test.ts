import { describe, expect, it } from 'vitest';
import { countMessages, removeConversation, upsertConversation } from './conversations.ts';
import {
  channelId,
  meId,
  otherId,
  testConversation,
  testId,
  testMessage,
  testMyConversation,
  testState,
} from './fixtures.ts';
import { totalAttention } from './unread.ts';

describe('conversations', () => {
  it('keeps what is mine when a plain copy arrives, and counts anew', () => {
    const state = testState([testMyConversation({ lastSeq: 5, version: 7, lastReadSeq: 3 })]);
    const plain = testConversation({
      name: 'renamed',
      lastSeq: 8,
      version: 9,
      updatedAt: '2026-02-01T00:00:00.000Z',
    });
    const own = upsertConversation(state, plain).conversations[channelId];
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
      .conversations[channelId];
    expect(own).toMatchObject({ name: 'new', lastSeq: 5, version: 7 });
  });

  it('knows when the newest message was written, whichever of message and answer came first', () => {
    const [monday, tuesday] = ['2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'];
    const asOf = (lastSeq: number, lastMessageAt: string | null) =>
      testMyConversation({ lastSeq, version: lastSeq, lastMessageAt });
    const when = (state: ReturnType<typeof testState>) => state.conversations[channelId]?.lastMessageAt;
    const second = { ...testMessage(2, 2), createdAt: tuesday };

    const answeredFirst = testState([asOf(1, monday)]);
    expect(when(countMessages(answeredFirst, channelId, [second]))).toBe(tuesday);
    const messageFirst = countMessages(testState([asOf(0, null)]), channelId, [second]);
    expect(when(upsertConversation(messageFirst, asOf(1, monday)))).toBe(tuesday);
    const edited = { ...testMessage(1, 3), createdAt: monday };
    expect(when(countMessages(messageFirst, channelId, [edited]))).toBe(tuesday);
    expect(when(upsertConversation(testState([asOf(1, monday)]), asOf(2, tuesday)))).toBe(tuesday);
  });

  it('does not know a conversation that others talk about', () => {
    const state = testState();
    expect(upsertConversation(state, testConversation({ id: testId(2, 9) }))).toBe(state);
  });

  it('counts every unread message of a direct conversation as a mention', () => {
    const state = testState([testMyConversation({ kind: 'direct', name: null, memberIds: [meId, otherId] })]);
    expect(countMessages(state, channelId, [testMessage(1, 1)]).conversations[channelId]).toMatchObject({
      unread: 1,
      mentions: 1,
    });
  });

  it('has nothing unread where I have not joined, and starts from the server when I do', () => {
    const looked = testState([
      testMyConversation({ joined: false, joinedAt: null, lastSeq: 4, lastReadSeq: 4 }),
    ]);
    const later = countMessages(looked, channelId, [testMessage(6, 6)]);
    expect(later.conversations[channelId]).toMatchObject({ lastSeq: 6, unread: 0 });
    const joined = upsertConversation(later, testMyConversation({ lastSeq: 6, lastReadSeq: 5 }));
    expect(joined.conversations[channelId]).toMatchObject({ joined: true, lastReadSeq: 5, unread: 1 });
  });

  it('forgets a conversation that was left, with its timeline', () => {
    const state = removeConversation(testState(), channelId);
    expect(state.conversations).toEqual({});
    expect(state.timelines).toEqual({});
  });

  it('archives threads with what they hang on, brings them back, and asks for nothing meanwhile', () => {
    const threadId = testId(2, 9);
    const thread = { id: threadId, kind: 'thread', parentId: channelId, rootSeq: 1, lastSeq: 2, version: 2 };
    const parent = testMyConversation({ lastSeq: 3, version: 3 });
    const state = testState([parent, testMyConversation(thread)]);
    const told = (archivedAt: string | null, month: number) =>
      testMyConversation({ ...parent, archivedAt, updatedAt: `2026-0${month}-01T00:00:00.000Z` });
    const at = '2026-02-01T00:00:00.000Z';
    const archived = upsertConversation(state, told(at, 2));
    expect(archived.conversations[threadId]?.archivedAt).toBe(at);
    expect(totalAttention(archived.conversations)).toEqual({ forMe: 0, isUnread: false });
    // An answer from before it does not bring it back.
    const late = upsertConversation(archived, testMyConversation(thread));
    expect(late.conversations[threadId]?.archivedAt).toBe(at);
    const back = upsertConversation(late, told(null, 3));
    expect(back.conversations[threadId]?.archivedAt).toBeNull();
    expect(totalAttention(back.conversations).isUnread).toBe(true);
  });
});
