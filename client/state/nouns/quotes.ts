import type { Message } from '#contract/messages.ts';
import type { Quote } from '#contract/quotes.ts';
import type { ChatState } from './state.ts';

/** The quotes of a conversation after changes of its messages. What was deleted has no text, and may come back. */
export function withQuoted(state: ChatState, conversationId: string, items: readonly Message[]): ChatState {
  // A reply is quoted by the message that its thread hangs on.
  const home = state.conversations[conversationId]?.parentId ?? conversationId;
  const known = state.quotes[home];
  if (!known) return state;
  const changed = Object.entries(known).flatMap(([reference, quote]): [string, Quote][] => {
    const now = items.find((item) => item.seq === quote?.seq && item.conversationId === quote.conversationId);
    if (!quote || !now || now.version <= quote.version) return [];
    const { version, body, mentions } = now;
    return [[reference, { ...quote, version, body, mentions }]];
  });
  if (changed.length === 0) return state;
  return { ...state, quotes: { ...state.quotes, [home]: { ...known, ...Object.fromEntries(changed) } } };
}
