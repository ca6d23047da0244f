import { Refusal } from '#contract/errors.ts';
import { createLocalNotes } from '#state/kept/local-notes.ts';
import { onLeaving } from '#state/kept/page-leaving.ts';
import { readTo } from '#state/nouns/conversations.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from './connection.ts';

/** Reading moves on with every scroll; the server hears of it after this many ms. */
export const readDelay = 400;

/**
 * My read positions: shown at once, told to the server a little later, and again until it heard. What
 * is untold is noted in this browser, so that it outlives the page.
 * @param tellLast says it from a page that is being left, where no answer can be awaited
 */
export function createReads(
  store: ChatStore,
  call: Call,
  tellLast: (position: { conversationId: string; seq: number }) => void,
) {
  const notes = createLocalNotes('read', store.getState().me.id);
  const untold = new Map<string, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function tell(conversationId: string, seq: number) {
    try {
      const answer = await call('conversation:read', { conversationId, seq });
      store.setState((state) => readTo(state, answer));
      settle(conversationId, seq);
    } catch (error) {
      const again = error instanceof Refusal && ['unavailable', 'unauthenticated'].includes(error.code);
      if (error instanceof Refusal && error.code === 'rate_limited')
        schedule((error.retryAfter ?? 1) * 1_000);
      else if (!again) settle(conversationId, seq);
    }
  }

  function settle(conversationId: string, seq: number) {
    if (untold.get(conversationId) !== seq) return;
    untold.delete(conversationId);
    notes.write(conversationId, null);
  }

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    if (store.getState().connection !== 'live') return;
    for (const [conversationId, seq] of untold) void tell(conversationId, seq);
  }

  function schedule(delay: number) {
    timer ??= setTimeout(flush, delay);
  }

  function leave(how: 'hidden' | 'left') {
    if (how === 'hidden') flush();
    else for (const [conversationId, seq] of untold) tellLast({ conversationId, seq });
  }

  return {
    mark(conversationId: string, seq: number) {
      const conversation = store.getState().conversations[conversationId];
      const reached = Math.min(seq, conversation?.lastSeq ?? 0);
      if (!conversation?.joined || reached <= conversation.lastReadSeq) return;
      store.setState((state) => readTo(state, { conversationId, seq: reached }));
      untold.set(conversationId, reached);
      notes.write(conversationId, String(reached));
      schedule(readDelay);
    },
    /** Tells what is untold, when the connection is back. */
    flush,
    /** Signed out: nothing of it stays in this browser. */
    forget() {
      clearTimeout(timer);
      untold.clear();
      notes.clear();
    },
    /** Takes up what an earlier page could not tell. */
    start() {
      notes.clearOthers();
      for (const [conversationId, text] of notes.all()) {
        const seq = Number(text);
        const { lastReadSeq = 0, lastSeq = 0 } = store.getState().conversations[conversationId] ?? {};
        if (!(seq > lastReadSeq && seq <= lastSeq)) notes.write(conversationId, null);
        else {
          store.setState((state) => readTo(state, { conversationId, seq }));
          untold.set(conversationId, seq);
        }
      }
      const stopLeaving = onLeaving(leave);
      return () => {
        stopLeaving();
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}
