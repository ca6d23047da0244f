import type { MyConversation } from '#contract/conversations.ts';
import type { ChatState } from './state.ts';
import { byLatest } from './threads.ts';

/** The threads that I follow and that somebody has replied in, the latest reply first. */
export function followedThreads(conversations: ChatState['conversations']): MyConversation[] {
  return Object.values(conversations)
    .filter((item) => item.kind === 'thread' && item.joined && item.lastSeq > 0)
    .sort(byLatest);
}
