import { removeConversation } from '#state/nouns/conversations.ts';
import { receivePage } from '#state/nouns/messages.ts';
import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import { applyChanges } from '#state/nouns/timeline.ts';
import type { Call } from './connection.ts';
import { NoAnswer } from './no-answer.ts';
import { createRetries, isAbsent, isPassing, whenAllowed } from './retries.ts';
import type { Users } from './users.ts';

/** Behind by more changes than this, a window is loaded anew instead. */
const farBehind = 1_000;
const changesPage = 500;

/** The loaded timelines that lack changes which are known to exist, but for those that wait for a page. */
export function behind(state: ChatState): string[] {
  return Object.keys(state.timelines).filter((id) => isBehind(state, id));
}

export function isBehind({ timelines, conversations }: ChatState, id: string): boolean {
  const timeline = timelines[id];
  return timeline?.loading === null && timeline.version < (conversations[id]?.version ?? 0);
}

/**
 * Fills gaps, one catch-up a conversation at a time, however many events notice the same gap. Rejects only
 * with NoAnswer, which is about the connection: what the server refuses for one conversation is asked for
 * again a little later, or means that it is gone.
 */
export function createCatchUp(
  store: ChatStore,
  call: Call,
  reload: (conversationId: string) => Promise<void>,
  users: Pick<Users, 'want'>,
) {
  const running = new Map<string, Promise<void>>();
  // Without an answer the next connection asks anyway.
  const retries = createRetries((conversationId) => void catchUp(conversationId).catch(() => {}));

  /** Asks for one page of changes, or for the window; false when nothing more can be had. */
  async function advance(conversationId: string): Promise<boolean> {
    const state = store.getState();
    if (!isBehind(state, conversationId)) return false;
    const after = state.timelines[conversationId]?.version ?? 0;
    if ((state.conversations[conversationId]?.version ?? 0) - after > farBehind) {
      await reload(conversationId);
    } else {
      const page = await call('conversation:changes', { conversationId, after, limit: changesPage });
      store.setState((now) => receivePage(now, conversationId, page.items, (own) => applyChanges(own, page)));
      users.want(page.items.map((message) => message.authorId));
    }
    return (store.getState().timelines[conversationId]?.version ?? 0) > after;
  }

  async function run(conversationId: string) {
    try {
      while (await whenAllowed(() => advance(conversationId)));
      retries.settled(conversationId);
    } catch (error) {
      if (error instanceof NoAnswer) throw error;
      if (isPassing(error)) retries.failed(conversationId, error);
      else if (isAbsent(error)) store.setState((state) => removeConversation(state, conversationId));
    } finally {
      running.delete(conversationId);
    }
  }

  function catchUp(conversationId: string): Promise<void> {
    const known = running.get(conversationId) ?? run(conversationId);
    running.set(conversationId, known);
    return known;
  }

  return { catchUp, stop: retries.stop };
}
