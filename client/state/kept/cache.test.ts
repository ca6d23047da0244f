import { describe, expect, it } from 'vitest';
import { removeConversation } from '#state/nouns/conversations.ts';
import { roomId, testId, testMessage, testMyConversation, testSnapshot } from '#state/nouns/fixtures.ts';
import { receive } from '#state/nouns/messages.ts';
import { initialState } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { startLoading } from '#state/nouns/timeline.ts';
import { changesSince } from './cache.ts';
import { surplus } from './cache-disk.ts';

const otherRoom = testMyConversation({ id: testId(2, 2), name: 'other' });
const nothing = new Map<string, number>();

function opened(): ChatState {
  const page = { items: [testMessage(1, 1)], hasBefore: false, hasAfter: false };
  const snapshot = testSnapshot([testMyConversation({ lastSeq: 1, version: 1 }), otherRoom]);
  return initialState(snapshot, { conversationId: roomId, page });
}

function withTimeline(state: ChatState, facts: Partial<ChatState['timelines'][string]>): ChatState {
  const timeline = { ...(state.timelines[roomId] ?? expect.fail()), ...facts };
  return { ...state, timelines: { [roomId]: timeline } };
}

describe('cache', () => {
  it('writes everything at first, and that nothing else is mine', () => {
    const changes = changesSince(null, opened(), nothing);
    expect(changes.conversations.map((item) => item.id)).toEqual([roomId, otherRoom.id]);
    expect(changes.users).toHaveLength(2);
    expect(changes.timelines).toEqual([
      { conversationId: roomId, version: 1, messages: [testMessage(1, 1)], hasBefore: false },
    ]);
    expect(changes.only).toEqual(new Set([roomId, otherRoom.id]));
  });

  it('writes what changed after that, and nothing else', () => {
    const before = opened();
    const changes = changesSince(before, receive(before, roomId, [testMessage(2, 2)]), nothing);
    expect(changes.conversations.map((item) => item.id)).toEqual([roomId]);
    expect(changes.timelines.map((item) => item.version)).toEqual([2]);
    expect(changes).toMatchObject({ users: [], gone: [], only: null });
  });

  it('keeps no window that is elsewhere or being replaced', () => {
    const before = opened();
    const elsewhere = withTimeline(before, { hasAfter: true });
    expect(changesSince(before, elsewhere, nothing).timelines).toEqual([]);
    const timeline = startLoading(before.timelines[roomId] ?? expect.fail(), 'around');
    expect(changesSince(before, withTimeline(before, timeline), nothing).timelines).toEqual([]);
  });

  it('forgets what was left, and what the server counts anew', () => {
    const before = opened();
    expect(changesSince(before, removeConversation(before, roomId), nothing).gone).toEqual([roomId]);
    const rewound = { ...before, conversations: { ...before.conversations, [roomId]: testMyConversation() } };
    const changes = changesSince(before, rewound, nothing);
    expect(changes.gone).toEqual([roomId]);
    expect(changes.conversations.map((item) => item.version)).toEqual([0]);
  });

  it('gives up what was opened longest ago when there is too much', () => {
    const places = [1, 2, 3, 4].map((n) => ({ conversationId: testId(2, n), size: 40, openedAt: n }));
    expect(surplus(places, 160)).toEqual([]);
    expect(surplus(places, 100)).toEqual([testId(2, 2), testId(2, 1)]);
  });
});
