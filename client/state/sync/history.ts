import type { MyConversation } from '#contract/conversations.ts';
import type { HistoryPage } from '#contract/messages.ts';
import type { Cache } from '#state/kept/cache.ts';
import { fromCached } from '#state/kept/cached-parts.ts';
import { countMessages, mergeConversations, removeConversation } from '#state/nouns/conversations.ts';
import { receivePage, withTimeline } from '#state/nouns/messages.ts';
import { newLine, openingOf, type PageRange } from '#state/nouns/opening.ts';
import { type ChatState, type ChatStore, withoutParts } from '#state/nouns/state.ts';
import {
  appendPage,
  type Loading,
  openPage,
  prependPage,
  type Reading,
  readAt,
  startLoading,
  stopLoading,
  type Timeline,
} from '#state/nouns/timeline.ts';
import type { Call } from './connection.ts';
import { unlessNoAnswer } from './no-answer.ts';
import { createRetries, isAbsent, isPassing } from './retries.ts';
import type { Users } from './users.ts';

/** Windows kept loaded; those opened longest ago give way. */
const loadedMost = 20;

type Put = (timeline: Timeline, page: HistoryPage, version: number) => Timeline;

/** Loads pages of history into the timelines: one page at a time each; a jump overtakes what is under way. */
export function createHistory(
  store: ChatStore,
  call: Call,
  users: Pick<Users, 'want'>,
  cache: Pick<Cache, 'read' | 'drop' | 'opened'>,
) {
  const tickets = new Map<string, symbol>();
  /** Latest opened last. */
  let recent: string[] = Object.keys(store.getState().timelines);
  /** The conversation on the screen, if there is one. */
  let main: string | null = recent.at(-1) ?? null;
  /** The thread that stands beside it. */
  let beside: string | null = null;
  /** What of that the server was last told on this connection. */
  let watched = nothingWatched;
  const retries = createRetries(() => void (beside && refreshBeside(beside).catch(() => {})));

  function onScreen(): string[] {
    return [main, beside].filter((id) => id !== null);
  }

  async function load(
    conversationId: string,
    loading: Exclude<Loading, null>,
    range: PageRange,
    put: Put,
  ): Promise<void> {
    const ticket = Symbol(loading);
    tickets.set(conversationId, ticket);
    const isCurrent = () => tickets.get(conversationId) === ticket;
    // The page is read after this, so it holds at least every change up to the version known now.
    const version = store.getState().conversations[conversationId]?.version ?? 0;
    store.setState((state) => withTimeline(state, conversationId, (own) => startLoading(own, loading)));
    try {
      const page = await call('message:list', { conversationId, ...range });
      if (!isCurrent()) return;
      store.setState((state) =>
        receivePage(state, conversationId, page.items, (own) => put(own, page, version)),
      );
      wantAuthors(page.items);
    } catch (error) {
      if (isCurrent()) store.setState((state) => givenUp(state, conversationId));
      throw error;
    }
  }

  function replace(conversationId: string, range: PageRange) {
    return load(conversationId, 'around', range, openPage);
  }

  function wantAuthors(messages: HistoryPage['items']) {
    users.want(messages.map((message) => message.authorId));
  }

  /** Asks for a conversation that I have not joined, or do not know to have: no event tells of it. */
  async function look(conversationId: string): Promise<MyConversation> {
    const asked = store.getState().conversations;
    try {
      const conversation = await call('conversation:get', { conversationId });
      store.setState((state) => mergeConversations(state, [conversation], asked));
      users.want(conversation.memberIds ?? []);
      return conversation;
    } catch (error) {
      if (isAbsent(error)) store.setState((state) => removeConversation(state, conversationId));
      throw error;
    }
  }

  /** Has the server send what happens in the thread that stands beside, whoever follows it. To be asked before it is read. */
  function watch(): Promise<unknown> {
    if (watched.id !== beside) {
      const conversationIds = beside === null ? [] : [beside];
      const told = call('thread:watch', { conversationIds });
      watched = { id: beside, told };
      told.then(
        () => retries.settled('watch'),
        (error) => {
          if (watched.told !== told) return;
          watched = nothingWatched;
          if (isPassing(error)) retries.failed('watch', error);
        },
      );
    }
    return watched.told;
  }

  /** The same where it must not matter: the question that follows finds out what is wrong. */
  async function watchIfLive(): Promise<void> {
    if (store.getState().connection === 'live') await watch().catch(() => {});
  }

  /** Asks anew for what stands beside: of a thread that I do not follow no answer of `sync` tells. */
  async function refreshBeside(conversationId: string) {
    await watchIfLive();
    await look(conversationId);
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
      const { lastSeq, firstSeq } = counted.conversations[conversationId] ?? conversation;
      return shown(
        counted,
        conversationId,
        fromCached(cached, { lastSeq, firstSeq, newLineSeq: newLine(conversation) }),
      );
    });
    wantAuthors(cached.messages);
    return store.getState().timelines[conversationId];
  }

  /** The state with this window in it; others give way. */
  function shown(state: ChatState, conversationId: string, timeline: Timeline): ChatState {
    const timelines = { ...state.timelines, [conversationId]: timeline };
    const kept = new Set(recent.slice(-loadedMost));
    const surplus = Object.keys(timelines).filter((id) => !kept.has(id));
    return withoutParts({ ...state, timelines }, surplus, 'eviction');
  }

  /** Shows a conversation in place of the one on the screen, or a thread beside it. */
  async function open(conversationId: string, at?: { seq: number }, place: 'main' | 'beside' = 'main') {
    const isReturn = onScreen().includes(conversationId);
    const others = recent.filter((id) => id !== conversationId);
    if (place === 'main') {
      recent = [...others, conversationId];
      main = conversationId;
    } else {
      recent = [...others.slice(0, -1), conversationId, ...others.slice(-1)];
      beside = conversationId;
    }
    const watching = place === 'beside' ? watchIfLive() : null;
    cache.opened(conversationId);
    const known = store.getState().conversations[conversationId];
    if (!known) await watching;
    const conversation = known ?? (await look(conversationId));
    const loaded = store.getState().timelines[conversationId] ?? (await restore(conversationId));
    const { timeline, page } = openingOf(conversation, loaded, { at: at?.seq ?? null, isReturn });
    if (timeline !== loaded) store.setState((state) => shown(state, conversationId, timeline));
    if (page) await replace(conversationId, page);
    await watching;
    if (isPreview(known) && store.getState().connection === 'live') await look(conversationId);
  }

  return {
    look,

    /** In a conversation that was opened from the cache, a line stands before what came since. */
    drawNewLine() {
      const current = main ?? '';
      const conversation = store.getState().conversations[current];
      const newLineSeq = conversation ? newLine(conversation) : null;
      if (newLineSeq === null) return;
      store.setState((state) =>
        withTimeline(state, current, (own) => (own.newLineSeq === null ? { ...own, newLineSeq } : own)),
      );
    },

    /** Asks for what is on the screen and no answer of `sync` brings. Rejects where it is gone. */
    async refreshPreview() {
      const { conversations } = store.getState();
      watched = nothingWatched;
      await watch().catch(unlessNoAnswer);
      await Promise.all(onScreen().map((id) => isPreview(conversations[id]) && look(id)));
    },

    /** Loads what is on the screen and has no window. */
    async openMissing() {
      const missing = onScreen().filter((id) => !store.getState().timelines[id]);
      await Promise.all(missing.map((id) => open(id, undefined, id === beside ? 'beside' : 'main')));
    },

    open,

    /** Something else, or nothing, is on the screen in its place. */
    close(conversationId: string) {
      if (main === conversationId) main = null;
    },

    /** Nothing stands beside the conversation any more. */
    closeBeside() {
      beside = null;
      void watchIfLive();
    },

    refreshBeside,

    readAt(conversationId: string, reading: Reading) {
      store.setState((state) => withTimeline(state, conversationId, (own) => readAt(own, reading)));
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

    /** The window anew, around the same messages: cheaper than many changes. */
    async reload(conversationId: string) {
      const timeline = store.getState().timelines[conversationId];
      const middle = timeline?.messages[Math.floor(timeline.messages.length / 2)];
      await replace(conversationId, timeline?.hasAfter && middle ? { around: middle.seq } : {});
    },
  };
}

/** On a new connection. */
const nothingWatched: { id: string | null; told: Promise<unknown> } = { id: null, told: Promise.resolve() };

/** No event tells of what I have not joined, and no answer of `sync` of a thread that I have read. */
function isPreview(conversation: MyConversation | undefined): boolean {
  return conversation !== undefined && (!conversation.joined || conversation.kind === 'thread');
}

function isIdle(timeline: Timeline | undefined): timeline is Timeline {
  return timeline !== undefined && timeline.loading === null && timeline.messages.length > 0;
}

/** A window that never got a page is as good as none, so that the next `open` asks again. */
function givenUp(state: ChatState, conversationId: string): ChatState {
  const timeline = state.timelines[conversationId];
  const isEmpty = timeline?.messages.length === 0 && timeline.hasAfter;
  if (isEmpty) return withoutParts(state, [conversationId], 'eviction');
  return withTimeline(state, conversationId, stopLoading);
}
