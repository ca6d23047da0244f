import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { events } from '#contract/events.ts';
import { channelId, otherId, testSnapshot } from '#state/nouns/fixtures.ts';
import { createChatStore } from '#state/store.ts';
import { createTyping, typingEvery, typingLasts } from './typing.ts';

describe('typing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is forgotten when no event comes for a while', () => {
    const store = createChatStore(testSnapshot());
    const typing = createTyping(store, async () => null);
    const event = events.typing.parse({ conversationId: channelId, userId: otherId });
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
    typing.typed(channelId, 'a');
    expect(announce).not.toHaveBeenCalled();
    store.setState({ connection: 'live' });
    typing.typed(channelId, 'a');
    typing.typed(channelId, 'a');
    vi.advanceTimersByTime(typingEvery);
    typing.typed(channelId, 'a');
    expect(announce).toHaveBeenCalledTimes(2);
  });

  it('ends with the event that says so', () => {
    const store = createChatStore(testSnapshot());
    const typing = createTyping(store, async () => null);
    const event = events.typing.parse({ conversationId: channelId, userId: otherId });
    typing.received(event);
    typing.received({ ...event, stopped: true });
    expect(store.getState().typing).toEqual({});
    // Nothing is left of the first one's clock.
    typing.received(event);
    vi.advanceTimersByTime(typingLasts - 1);
    expect(store.getState().typing[channelId]).toEqual([otherId]);
  });

  it('is announced to have ended when the text was emptied, once, and only if it was announced', () => {
    const store = createChatStore(testSnapshot());
    store.setState({ connection: 'live' });
    const announce = vi.fn(async () => null);
    const typing = createTyping(store, announce);
    typing.typed(channelId, '');
    expect(announce).not.toHaveBeenCalled();
    typing.typed(channelId, 'a');
    typing.typed(channelId, ' ');
    typing.typed(channelId, '');
    expect(announce.mock.calls).toEqual([[channelId], [channelId, true]]);
  });

  it('is announced whatever becomes of the time of day', () => {
    const store = createChatStore(testSnapshot());
    store.setState({ connection: 'live' });
    const announce = vi.fn(async () => null);
    const typing = createTyping(store, announce);
    typing.typed(channelId, 'a');
    vi.setSystemTime(Date.now() - 60 * 60_000);
    vi.advanceTimersByTime(typingEvery);
    typing.typed(channelId, 'ab');
    expect(announce).toHaveBeenCalledTimes(2);
  });
});
