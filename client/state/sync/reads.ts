import { createLocalNotes } from '#state/kept/local-notes.ts';
import { onLeaving } from '#state/kept/page-leaving.ts';
import { readTo, withUnsent } from '#state/nouns/conversations.ts';
import { isPending, moveTo, readingOf, type UnsentRead } from '#state/nouns/reads.ts';
import type { ChatStore, LeftRead } from '#state/nouns/state.ts';
import { attentionOf } from '#state/nouns/unread.ts';
import type { Call } from './connection.ts';
import { createRetries, isPassing } from './retries.ts';

/** Reading moves on with every scroll; it is sent after this many ms. */
export const readDelay = 400;
/** Marking everything as read can be taken back for so many ms. */
export const undoWithin = 30_000;

/** A read position as the server is told of it. */
export interface SentRead {
  conversationId: string;
  seq: number;
  readVersion: number;
  onlyForward?: true;
}

/**
 * My read positions: shown at once, sent to the server a little later, and again until it took them. What
 * is unsent is noted in this browser, so that it outlives the page.
 * @param sendLast sends one from a page that is being left, where no answer can be awaited
 */
export function createReads(
  store: ChatStore,
  call: Call,
  sendLast: (position: SentRead & { userId: string }) => void,
) {
  const { id: userId } = store.getState().me;
  const notes = createLocalNotes('read', userId);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let undoTimer: ReturnType<typeof setTimeout> | undefined;

  /** What was sent and is not answered, by conversation: one at a time, so that they arrive in their order. */
  const underWay = new Map<string, number>();
  const retries = createRetries(sendUnsent);

  function unsentOf(conversationId: string): UnsentRead | null {
    const reading = store.getState().reads[conversationId];
    return reading && isPending(reading) ? reading.unsent : null;
  }

  function allUnsent(): [conversationId: string, unsent: UnsentRead][] {
    return Object.keys(store.getState().reads).flatMap((id) => {
      const unsent = unsentOf(id);
      return unsent ? [[id, unsent]] : [];
    });
  }

  function put(conversationId: string, unsent: UnsentRead | null) {
    store.setState((state) => withUnsent(state, conversationId, unsent));
    notes.write(conversationId, unsent && JSON.stringify(unsent));
  }

  async function send(conversationId: string, unsent: UnsentRead) {
    try {
      underWay.set(conversationId, unsent.seq);
      const sent = call('conversation:read', messageOf(conversationId, unsent));
      const answer = await sent.finally(() => underWay.delete(conversationId));
      store.setState((state) => readTo(state, answer));
      const latest = store.getState().reads[conversationId]?.unsent;
      // What was read on while the move back was on its way goes on from there.
      if (latest && latest !== unsent && latest.readVersion === unsent.readVersion)
        put(conversationId, { ...latest, readVersion: answer.readVersion });
      settle(conversationId, unsent);
    } catch (error) {
      if (isPassing(error)) retries.failed(conversationId, error);
      else if (store.getState().connection !== 'ended') settle(conversationId, unsent);
    }
  }

  function settle(conversationId: string, sent: UnsentRead) {
    retries.settled(conversationId);
    const latest = store.getState().reads[conversationId]?.unsent;
    if (latest === sent) put(conversationId, null);
    else if (latest) later();
  }

  function later() {
    timer ??= setTimeout(flush, readDelay);
  }

  function flush() {
    clearTimeout(timer);
    timer = undefined;
    for (const [conversationId] of allUnsent()) sendUnsent(conversationId);
  }

  function sendUnsent(conversationId: string) {
    const unsent = unsentOf(conversationId);
    if (!unsent || underWay.has(conversationId)) return;
    if (store.getState().connection === 'live') void send(conversationId, unsent);
  }

  function leave(how: 'hidden' | 'left') {
    if (how === 'hidden') flush();
    else for (const [id, unsent] of allUnsent()) sendLast({ ...messageOf(id, unsent), userId });
  }

  function move(conversationId: string, seq: number) {
    const { conversations, reads, timelines, me } = store.getState();
    const conversation = conversations[conversationId];
    if (!conversation?.joined) return;
    const loaded = timelines[conversationId]?.messages ?? [];
    const reading = readingOf(reads[conversationId], conversation);
    put(conversationId, moveTo(reading, seq, loaded, me.id, underWay.get(conversationId) ?? 0));
    later();
  }

  function mark(conversationId: string, seq: number) {
    const { lastSeq = 0, lastReadSeq = 0 } = store.getState().conversations[conversationId] ?? {};
    const reached = Math.min(seq, lastSeq);
    if (reached > lastReadSeq) move(conversationId, reached);
  }

  function putBack(conversationId: string, seq: number) {
    const { lastReadSeq = 0 } = store.getState().conversations[conversationId] ?? {};
    if (seq < lastReadSeq) move(conversationId, seq);
  }

  function offerUndo(allRead: LeftRead[] | null) {
    clearTimeout(undoTimer);
    store.setState({ allRead });
    if (allRead) undoTimer = setTimeout(offerUndo, undoWithin, null);
  }

  return {
    /** Everything up to `seq` was read. */
    mark,
    /** Nothing after `seq` was read. */
    putBack,
    /** Everything everywhere was read; that can be taken back for a while. */
    markAll() {
      const unread = Object.values(store.getState().conversations).filter(
        (conversation) => attentionOf(conversation).unread > 0,
      );
      if (unread.length === 0) return;
      for (const { id, lastSeq } of unread) mark(id, lastSeq);
      offerUndo(unread.map(({ id, lastReadSeq }) => ({ conversationId: id, seq: lastReadSeq })));
    },
    /** Takes that back: each position goes where it was. */
    undoMarkAll() {
      const { allRead } = store.getState();
      offerUndo(null);
      for (const { conversationId, seq } of allRead ?? []) putBack(conversationId, seq);
    },
    /** Something was written there: that moves the position on, and what was put back and is unsent is void. */
    written(conversationId: string) {
      if (unsentOf(conversationId)?.isBack) put(conversationId, null);
    },
    /** Sends what is unsent, when the connection is back. */
    flush,
    /** Signed out: nothing of it is written down or sent any more. */
    forget() {
      clearTimeout(timer);
      timer = undefined;
      for (const [conversationId] of allUnsent())
        store.setState((state) => withUnsent(state, conversationId, null));
    },
    /** Takes up what an earlier page could not send. */
    start() {
      for (const [conversationId, text] of notes.all()) {
        const unsent = readNote(text);
        const { joined, lastSeq = 0 } = store.getState().conversations[conversationId] ?? {};
        if (unsent && joined && unsent.seq <= lastSeq)
          store.setState((state) => withUnsent(state, conversationId, unsent));
        if (!unsentOf(conversationId)) notes.write(conversationId, null);
      }
      const stopLeaving = onLeaving(leave);
      return () => {
        stopLeaving();
        retries.stop();
        clearTimeout(undoTimer);
        clearTimeout(timer);
        timer = undefined;
      };
    },
  };
}

function messageOf(conversationId: string, { seq, readVersion, isBack }: UnsentRead): SentRead {
  return { conversationId, seq, readVersion, ...(isBack ? {} : { onlyForward: true }) };
}

/** What an earlier page noted; null when an earlier release wrote it, which knew positions only. */
function readNote(text: string): UnsentRead | null {
  try {
    const note: UnsentRead | number = JSON.parse(text);
    return typeof note === 'number' ? null : note;
  } catch {
    return null;
  }
}
