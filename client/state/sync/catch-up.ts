import { Refusal } from '#contract/errors.ts';
import type { Message } from '#contract/messages.ts';
import { removeConversation } from '#state/nouns/conversations.ts';
import { receivePage } from '#state/nouns/messages.ts';
import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import { applyChanges } from '#state/nouns/timeline.ts';
import type { Call } from './connection.ts';

/** Behind by more changes than this, a window is loaded anew instead. */
export const farBehind = 1_000;
const changesPage = 500;

/** The loaded timelines that lack changes which are known to exist, but for those that wait for a page. */
export function behind(state: ChatState): string[] {
  return Object.entries(state.timelines)
    .filter(([id, own]) => own.loading === null && own.version < (state.conversations[id]?.version ?? 0))
    .map(([id]) => id);
}

/** Fills gaps, one catch-up a conversation at a time, however many events notice the same gap. */
export function createCatchUp(
  store: ChatStore,
  call: Call,
  reload: (conversationId: string) => Promise<void>,
  meet: (messages: readonly Message[]) => void,
) {
  const running = new Map<string, Promise<void>>();

  /** Asks for one page of changes, or for the window; false when nothing more can be had. */
  async function advance(conversationId: string): Promise<boolean> {
    const state = store.getState();
    if (!behind(state).includes(conversationId)) return false;
    const after = state.timelines[conversationId]?.version ?? 0;
    if ((state.conversations[conversationId]?.version ?? 0) - after > farBehind) {
      await reload(conversationId);
    } else {
      const page = await call('conversation:changes', { conversationId, after, limit: changesPage });
      store.setState((now) => receivePage(now, conversationId, page.items, (own) => applyChanges(own, page)));
      meet(page.items);
    }
    return (store.getState().timelines[conversationId]?.version ?? 0) > after;
  }

  async function run(conversationId: string) {
    try {
      while (await patiently(() => advance(conversationId)));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
      store.setState((state) => removeConversation(state, conversationId));
    } finally {
      running.delete(conversationId);
    }
  }

  return function catchUp(conversationId: string): Promise<void> {
    const known = running.get(conversationId) ?? run(conversationId);
    running.set(conversationId, known);
    return known;
  };
}

/** Asks again after the time that the server names, when it was asked too often. */
export async function patiently<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'rate_limited') throw error;
      await new Promise((resolve) => setTimeout(resolve, (error.retryAfter ?? 1) * 1_000));
    }
  }
}
