import { Refusal } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import type { HistoryPage, Message } from '#contract/messages.ts';
import type { Cache } from '#state/kept/cache.ts';
import { fromCached } from '#state/kept/cached-timeline.ts';
import { countMessages, upsertConversation } from '#state/nouns/conversations.ts';
import { receivePage, withTimeline } from '#state/nouns/messages.ts';
import { newLine } from '#state/nouns/snapshot.ts';
import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import {
  appendPage,
  holds,
  type Loading,
  newTimeline,
  openPage,
  pageSize,
  prependPage,
  startLoading,
  stopLoading,
  type Timeline,
  windowSize,
} from '#state/nouns/timeline.ts';
import type { Call } from './connection.ts';

/** Windows kept loaded; those opened longest ago give way. */
const loadedMost = 20;
/** Read messages shown above the first unread one. */
const context = 30;

type Put = (timeline: Timeline, page: HistoryPage, version: number) => Timeline;
interface Place {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

/** Loads pages of history into the timelines: one page at a time each; a jump overtakes what is under way. */
export function createHistory(
  store: ChatStore,
  call: Call,
  meet: (messages: readonly Message[]) => void,
  cache: Pick<Cache, 'read' | 'drop' | 'opened'>,
) {
  const tickets = new Map<string, symbol>();
  /** Latest opened last. */
  let recent: string[] = Object.keys(store.getState().timelines);

  async function load(conversationId: string, loading: Exclude<Loading, null>, place: Place, put: Put) {
    const ticket = Symbol(loading);
    tickets.set(conversationId, ticket);
    const isCurrent = () => tickets.get(conversationId) === ticket;
    // The page is read after this, so it holds at least every change up to the version known now.
    const version = store.getState().conversations[conversationId]?.version ?? 0;
    store.setState((state) => withTimeline(state, conversationId, (own) => startLoading(own, loading)));
    try {
      const page = await call('message:list', { conversationId, ...place });
      if (!isCurrent()) return;
      store.setState((state) =>
        receivePage(state, conversationId, page.items, (own) => put(own, page, version)),
      );
      meet(page.items);
    } catch (error) {
      if (isCurrent()) store.setState((state) => givenUp(state, conversationId));
      throw error;
    }
  }

  function replace(conversationId: string, place: Place) {
    return load(conversationId, 'around', place, openPage);
  }

  async function know(conversationId: string) {
    const known = store.getState().conversations[conversationId];
    if (known) return known;
    const conversation = await call('conversation:get', { conversationId });
    store.setState((state) => upsertConversation(state, conversation));
    meet([]);
    return conversation;
  }

  /** Shows what an earlier visit left, at once; catching up brings what happened since. */
  async function restore(conversationId: string): Promise<Timeline | undefined> {
    const cached = await cache.read(conversationId);
    const { timelines, conversations, connection } = store.getState();
    const conversation = conversations[conversationId];
    if (timelines[conversationId] || !cached || !conversation) return timelines[conversationId];
    if (connection === 'live' && cached.version > conversation.version) {
      // The server has lost what was kept (a restored backup): it is the one that is right.
      cache.drop(conversationId);
      return undefined;
    }
    store.setState((state) => {
      const counted = countMessages(state, conversationId, cached.messages);
      const { lastSeq } = counted.conversations[conversationId] ?? conversation;
      const timeline = fromCached(cached, { lastSeq, newLineSeq: newLine(conversation) });
      return { ...counted, timelines: newest({ ...counted.timelines, [conversationId]: timeline }, recent) };
    });
    meet(cached.messages);
    return store.getState().timelines[conversationId];
  }

  function isIdle(timeline: Timeline | undefined): timeline is Timeline {
    return timeline !== undefined && timeline.loading === null && timeline.messages.length > 0;
  }

  return {
    /** The conversation on the screen. */
    current(): string | undefined {
      return recent.at(-1);
    },

    /** In a conversation that was opened from the cache, a line stands before what came since. */
    welcomeBack() {
      const current = recent.at(-1) ?? '';
      const conversation = store.getState().conversations[current];
      const line = conversation ? newLine(conversation) : null;
      if (line === null) return;
      store.setState((state) =>
        withTimeline(state, current, (own) => (own.newLineSeq === null ? { ...own, newLineSeq: line } : own)),
      );
    },

    async open(conversationId: string, at?: { seq: number }) {
      const isNew = recent.at(-1) !== conversationId;
      recent = [...recent.filter((id) => id !== conversationId), conversationId];
      cache.opened(conversationId);
      const conversation = await know(conversationId);
      const { lastReadSeq, lastSeq, version, unread } = conversation;
      const line = newLine(conversation);
      const loaded = store.getState().timelines[conversationId] ?? (await restore(conversationId));
      if (loaded && isNew)
        store.setState((state) =>
          withTimeline(state, conversationId, (own) => ({ ...own, newLineSeq: line })),
        );
      if (loaded && !at && (!isNew || unread === 0 || willHold(loaded, lastReadSeq + 1, lastSeq))) return;
      if (loaded && at && holds(loaded, at.seq)) return;
      if (!loaded)
        store.setState((state) => {
          const timeline = newTimeline({ version, lastSeq, newLineSeq: line });
          const timelines = { ...state.timelines, [conversationId]: timeline };
          return { timelines: newest(timelines, recent) };
        });
      await replace(conversationId, at ? { around: at.seq } : firstUnread(lastReadSeq, unread));
    },

    async loadBefore(conversationId: string) {
      const timeline = store.getState().timelines[conversationId];
      if (!isIdle(timeline) || !timeline.hasBefore) return;
      const before = timeline.messages[0]?.seq ?? 1;
      await load(conversationId, 'before', { before }, prependPage);
    },

    async loadAfter(conversationId: string) {
      const timeline = store.getState().timelines[conversationId];
      if (!isIdle(timeline) || !timeline.hasAfter) return;
      const after = timeline.messages.at(-1)?.seq ?? 0;
      await load(conversationId, 'after', { after }, appendPage);
    },

    async jumpToLatest(conversationId: string) {
      if (store.getState().timelines[conversationId]?.hasAfter) await replace(conversationId, {});
    },

    /** The window anew, at the same place: cheaper than many changes. */
    async reload(conversationId: string) {
      const timeline = store.getState().timelines[conversationId];
      const middle = timeline?.messages[Math.floor(timeline.messages.length / 2)];
      await replace(conversationId, timeline?.hasAfter && middle ? { around: middle.seq } : {});
    },
  };
}

/** Whether the window holds a place, or will when it has caught up. */
function willHold(timeline: Timeline, seq: number, lastSeq: number): boolean {
  const last = timeline.messages.at(-1)?.seq ?? 0;
  if (timeline.hasAfter || seq <= last) return holds(timeline, seq);
  return lastSeq - last <= windowSize - pageSize;
}

/** Few unread messages fit into the newest page with what stands before them; many are begun at the first. */
function firstUnread(lastReadSeq: number, unread: number): Place {
  const enough = unread + context;
  if (enough <= limits.page) return { limit: Math.max(pageSize, enough) };
  return { around: lastReadSeq + 1 };
}

function newest(timelines: Record<string, Timeline>, recent: string[]): Record<string, Timeline> {
  const kept = new Set(recent.slice(-loadedMost));
  return Object.fromEntries(Object.entries(timelines).filter(([id]) => kept.has(id)));
}

/** A window that never got a page is as good as none, so that the next `open` asks again. */
function givenUp(state: ChatState, conversationId: string): ChatState {
  const { [conversationId]: timeline, ...timelines } = state.timelines;
  if (!timeline) return state;
  const isEmpty = timeline.messages.length === 0 && timeline.hasAfter;
  if (isEmpty) return { ...state, timelines };
  return withTimeline(state, conversationId, stopLoading);
}

/** Whether an answer may still come when the connection is back. */
export function isPassing(error: unknown): boolean {
  return error instanceof Refusal && (error.code === 'unavailable' || error.code === 'rate_limited');
}
