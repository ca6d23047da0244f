import { describe, expect, it } from 'vitest';
import { removeConversation } from '#state/nouns/conversations.ts';
import { channelId, testId, testMessage, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { receive } from '#state/nouns/messages.ts';
import { initialState } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { startLoading } from '#state/nouns/timeline.ts';
import { changesSince } from './cache.ts';
import { type CacheChanges, surplus } from './cache-disk.ts';

const other = testMyConversation({ id: testId(2, 2), name: 'other' });
const nothing = new Map<string, number>();

function opened(): ChatState {
  const page = { items: [testMessage(1, 1)], hasBefore: false, hasAfter: false };
  const snapshot = testSnapshot([testMyConversation({ lastSeq: 1, version: 1 }), other]);
  return initialState(snapshot, { conversationId: channelId, page });
}

function withTimeline(state: ChatState, facts: Partial<ChatState['timelines'][string]>): ChatState {
  const timeline = { ...(state.timelines[channelId] ?? expect.fail()), ...facts };
  return { ...state, timelines: { [channelId]: timeline } };
}

const partsOf = ({ parts }: CacheChanges) => parts.map(({ kind, conversationId }) => [kind, conversationId]);

describe('cache', () => {
  it('writes everything at first, and that nothing else is mine', () => {
    const changes = changesSince(null, opened(), nothing);
    expect(partsOf(changes)).toEqual([
      ['conversations', channelId],
      ['conversations', other.id],
      ['timelines', channelId],
    ]);
    expect(changes.parts.at(-1)?.value).toEqual({
      conversationId: channelId,
      version: 1,
      messages: [testMessage(1, 1)],
      hasBefore: false,
    });
    expect(changes.users).toHaveLength(2);
    expect(changes.only).toEqual(new Set([channelId, other.id]));
  });

  it('writes what changed after that, and nothing else', () => {
    const before = opened();
    const changes = changesSince(before, receive(before, channelId, [testMessage(2, 2)]), nothing);
    expect(partsOf(changes)).toEqual([
      ['conversations', channelId],
      ['timelines', channelId],
    ]);
    expect(changes.parts.map(({ value }) => value.version)).toEqual([2, 2]);
    expect(changes).toMatchObject({ users: [], gone: [], only: null });
  });

  it('leaves what another tab knows better', () => {
    const [conversation, , timeline] = changesSince(null, opened(), nothing).parts;
    const value = timeline?.value ?? expect.fail();
    expect(timeline?.yieldsTo({ ...value, version: 2 })).toBe(true);
    expect(timeline?.yieldsTo(value)).toBe(false);
    expect(timeline?.yieldsTo(undefined)).toBe(false);
    expect(conversation?.yieldsTo({ ...conversation.value, lastReadSeq: 1 })).toBe(true);
  });

  it('keeps no window that is elsewhere or being replaced', () => {
    const before = opened();
    const elsewhere = withTimeline(before, { hasAfter: true });
    expect(changesSince(before, elsewhere, nothing).parts).toEqual([]);
    const timeline = startLoading(before.timelines[channelId] ?? expect.fail(), 'around');
    expect(changesSince(before, withTimeline(before, timeline), nothing).parts).toEqual([]);
  });

  it('forgets what was left, and what the server counts anew', () => {
    const before = opened();
    expect(changesSince(before, removeConversation(before, channelId), nothing).gone).toEqual([channelId]);
    const rewound = {
      ...before,
      conversations: { ...before.conversations, [channelId]: testMyConversation() },
    };
    const changes = changesSince(before, rewound, nothing);
    expect(changes.gone).toEqual([channelId]);
    expect(partsOf(changes)).toEqual([['conversations', channelId]]);
  });

  it('notes when a conversation was looked at, unless it is gone', () => {
    const times = new Map([
      [channelId, 1],
      [testId(2, 9), 2],
    ]);
    expect([...changesSince(opened(), opened(), times).opened]).toEqual([[channelId, 1]]);
  });

  it('gives up what was opened longest ago when there is too much', () => {
    const kept = [1, 2, 3, 4].map((n) => ({ conversationId: testId(2, n), size: 40, openedAt: n }));
    expect(surplus(kept, 160)).toEqual([]);
    expect(surplus(kept, 100)).toEqual([testId(2, 2), testId(2, 1)]);
  });
});
