import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { userId } from '#contract/ids.ts';
import { channelId, otherId, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import { createTyping, typingEvery, typingLasts } from './typing.ts';

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is forgotten when no event comes for a while', () => {
    const store = createChatStore(testSnapshot());
    const typing = createTyping(store, async () => null);
    const event = { conversationId: channelId, userId: userId.parse(otherId) };
    typing.received(event);
    vi.advanceTimersByTime(typingLasts - 1);
    typing.received(event);
    vi.advanceTimersByTime(typingLasts - 1);
    expect(store.getState().typing[channelId]).toEqual([otherId]);
    vi.advanceTimersByTime(1);
    expect(store.getState().typing).toEqual({});
  });

  it('is announced now and then only, and never offline', () => {
    const store = createChatStore(testSnapshot());
    const announce = vi.fn(async () => null);
    const typing = createTyping(store, announce);
    typing.typed(channelId);
    expect(announce).not.toHaveBeenCalled();
    store.setState({ connection: 'live' });
    typing.typed(channelId);
    typing.typed(channelId);
    vi.advanceTimersByTime(typingEvery);
    typing.typed(channelId);
    expect(announce).toHaveBeenCalledTimes(2);
  });
});
