import { createLocalNotes } from '#state/kept/local-notes.ts';
import { onLeaving } from '#state/kept/page-leaving.ts';
import { readTo } from '#state/nouns/conversations.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';
import { createRetries, isPassing } from './retries.ts';

/** Reading moves on with every scroll; it is sent after this many ms. */
export const readDelay = 400;

/**
 * My read positions: shown at once, sent to the server a little later, and again until it took them. What
 * is unsent is noted in this browser, so that it outlives the page.
 * @param sendLast sends one from a page that is being left, where no answer can be awaited
 */
export function createReads(
  store: ChatStore,
  call: Call,
  sendLast: (position: { conversationId: string; seq: number; userId: string }) => void,
) {
  const { id: userId } = store.getState().me;
  const notes = createLocalNotes('read', userId);
  const unsent = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const retries = createRetries(sendUnsent);

  async function send(conversationId: string, seq: number) {
    try {
      const answer = await call('conversation:read', { conversationId, seq, onlyForward: true });
      store.setState((state) => readTo(state, answer));
      settle(conversationId, seq);
    } catch (error) {
      if (isPassing(error)) retries.failed(conversationId, error);
      else if (store.getState().connection !== 'ended') settle(conversationId, seq);
    }
  }

  function settle(conversationId: string, seq: number) {
    retries.settled(conversationId);
    if (unsent.get(conversationId) !== seq) return;
    unsent.delete(conversationId);
    notes.write(conversationId, null);
  }

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    for (const conversationId of unsent.keys()) sendUnsent(conversationId);
  }

  function sendUnsent(conversationId: string) {
    const seq = unsent.get(conversationId);
    if (seq !== undefined && store.getState().connection === 'live') void send(conversationId, seq);
  }

  function leave(how: 'hidden' | 'left') {
    if (how === 'hidden') flush();
    else for (const [conversationId, seq] of unsent) sendLast({ conversationId, seq, userId });
  }

  return {
    mark(conversationId: string, seq: number) {
      const conversation = store.getState().conversations[conversationId];
      const reached = Math.min(seq, conversation?.lastSeq ?? 0);
      if (!conversation?.joined || reached <= conversation.lastReadSeq) return;
      store.setState((state) => readTo(state, { conversationId, seq: reached }));
      unsent.set(conversationId, reached);
      notes.write(conversationId, String(reached));
      timer ??= setTimeout(flush, readDelay);
    },
    /** Sends what is unsent, when the connection is back. */
    flush,
    /** Signed out: nothing of it stays in this browser. */
    forget() {
      clearTimeout(timer);
      unsent.clear();
      notes.clear();
    },
    /** Takes up what an earlier page could not send. */
    start() {
      notes.clearOthers();
      for (const [conversationId, text] of notes.all()) {
        const seq = Number(text);
        const { lastReadSeq = 0, lastSeq = 0 } = store.getState().conversations[conversationId] ?? {};
        if (!(seq > lastReadSeq && seq <= lastSeq)) notes.write(conversationId, null);
        else {
          store.setState((state) => readTo(state, { conversationId, seq }));
          unsent.set(conversationId, seq);
        }
      }
      const stopLeaving = onLeaving(leave);
      return () => {
        stopLeaving();
        retries.stop();
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
