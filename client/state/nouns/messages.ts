import type { Message } from '#contract/messages.ts';
import { countMessages } from './conversations.ts';
import { withoutPending } from './pending.ts';
import { withQuoted } from './quotes.ts';
import type { ChatState } from './state.ts';
import { apply, type Timeline } from './timeline.ts';
import { withoutTyping } from './typing.ts';

/**
 * New and changed messages of one conversation, from wherever they came: an event, an acknowledgement,
 * another tab. Everything that follows from them happens in this one step, so it is one redraw.
 */
export function receive(state: ChatState, conversationId: string, items: readonly Message[]): ChatState {
  return withTimeline(received(state, conversationId, items), conversationId, (timeline) =>
    apply(timeline, items),
  );
}

/** The same for messages that a page brings, which the caller puts into the timeline by `change`. */
export function receivePage(
  state: ChatState,
  conversationId: string,
  items: readonly Message[],
  change: (timeline: Timeline) => Timeline,
): ChatState {
  return withTimeline(received(state, conversationId, items), conversationId, change);
}

/** Changes a loaded timeline; a conversation without one stays as it is. */
export function withTimeline(
  state: ChatState,
  conversationId: string,
  change: (timeline: Timeline) => Timeline,
): ChatState {
  const timeline = state.timelines[conversationId];
  const next = timeline && change(timeline);
  if (!next || next === timeline) return state;
  return { ...state, timelines: { ...state.timelines, [conversationId]: next } };
}

function received(state: ChatState, conversationId: string, items: readonly Message[]): ChatState {
  const lastSeq = state.conversations[conversationId]?.lastSeq ?? 0;
  const counted = withQuoted(countMessages(state, conversationId, items), conversationId, items);
  const own = items.filter((message) => message.authorId === state.me.id);
  const settled = own.reduce((next, message) => withoutPending(next, message), counted);
  return items
    .filter((message) => message.seq > lastSeq)
    .reduce((next, message) => withoutTyping(next, conversationId, message.authorId), settled);
}
