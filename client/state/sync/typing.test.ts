import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userId } from '#contract/ids.ts';
import { otherId, roomId, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import { createTyping, typingEvery, typingLasts } from './typing.ts';

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is forgotten when nothing is heard for a while', () => {
    const store = createChatStore(testSnapshot());
    const typing = createTyping(store, async () => null);
    const heard = { conversationId: roomId, userId: userId.parse(otherId) };
    typing.heard(heard);
    vi.advanceTimersByTime(typingLasts - 1);
    typing.heard(heard);
    vi.advanceTimersByTime(typingLasts - 1);
    expect(store.getState().typing[roomId]).toEqual([otherId]);
    vi.advanceTimersByTime(1);
    expect(store.getState().typing).toEqual({});
  });

  it('is said now and then only, and never offline', () => {
    const store = createChatStore(testSnapshot());
    const tell = vi.fn(async () => null);
    const typing = createTyping(store, tell);
    typing.say(roomId);
    expect(tell).not.toHaveBeenCalled();
    store.setState({ connection: 'live' });
    typing.say(roomId);
    typing.say(roomId);
    vi.advanceTimersByTime(typingEvery);
    typing.say(roomId);
    expect(tell).toHaveBeenCalledTimes(2);
  });
});
