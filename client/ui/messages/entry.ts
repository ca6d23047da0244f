import type { Message } from '#contract/messages.ts';
import type { PendingMessage } from '#state/nouns/state.ts';

/** A message that the server has, or one of mine on its way there. */
export type Entry = Message | PendingMessage;

export function isSent(entry: Entry): entry is Message {
  return 'seq' in entry;
}
