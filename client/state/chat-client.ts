import type { StoreApi } from 'zustand/vanilla';
import { Refusal } from '#contract/errors.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { createCache } from '#state/kept/cache.ts';
import { createCacheDisk } from '#state/kept/cache-disk.ts';
import { createOutboxDisk } from '#state/kept/outbox-disk.ts';
import { mergeSnapshot, readTo, removeConversation, upsertConversation } from '#state/nouns/conversations.ts';
import { receive } from '#state/nouns/messages.ts';
import { withPresence } from '#state/nouns/presence.ts';
import type { Opened } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { upsertUser } from '#state/nouns/users.ts';
import { behind, createCatchUp, patiently } from '#state/sync/catch-up.ts';
import { type ConnectionStatus, createConnection, type EventHandlers } from '#state/sync/connection.ts';
import { createDrafts } from '#state/sync/drafts.ts';
import { createHistory, isPassing } from '#state/sync/history.ts';
import { createOutbox } from '#state/sync/outbox.ts';
import { type SyncEffect, type SyncInput, type SyncPhase, step } from '#state/sync/phase.ts';
import { createPresence } from '#state/sync/presence.ts';
import { createReads } from '#state/sync/reads.ts';
import { createTabs, type TabMessage } from '#state/sync/tabs.ts';
import { createTyping } from '#state/sync/typing.ts';
import { createIntroductions } from '#state/sync/users.ts';
import { watchWakefulness } from '#state/sync/wakefulness.ts';
import { signOut, tellRead } from './account.ts';
import { type ChatActions, createActions } from './actions.ts';
import { createChatStore } from './store.ts';

/** How often versions are compared though nothing seems amiss, in ms. */
const compareEvery = 5 * 60_000;
/** Instances may overtake each other by a moment; only a gap that lasts longer, in ms, is asked about. */
const gapLasts = 50;
/** How long a connection may take to prove itself after a sleep, in ms. */
const proofWithin = 4_000;

export interface ChatClientOptions {
  snapshot: SyncSnapshot;
  opened?: Opened;
  /** Where the server is; the page's own origin unless said otherwise. */
  url?: string;
  /** Sent with the handshake where there is no browser to send the cookie. */
  headers?: Record<string, string>;
}

export interface ChatClient {
  store: StoreApi<ChatState>;
  actions: ChatActions;
  /** Connects and keeps everything up to date until the returned function is called. Browser only. */
  start(): () => void;
}

/** The chat without markup. Creating it does no input or output, so that the server can draw with it. */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const store = createChatStore(options.snapshot, options.opened);
  const { id: userId } = store.getState().me;
  const handlers: EventHandlers = {
    changes({ conversationId, items }) {
      store.setState((state) => receive(state, conversationId, items));
      meet(items);
    },
    conversation(data) {
      store.setState((state) => upsertConversation(state, data));
      meet([]);
    },
    'conversation:left': ({ id }) => store.setState((state) => removeConversation(state, id)),
    read: (data) => store.setState((state) => readTo(state, data)),
    typing(data) {
      typing.heard(data);
      meet([]);
    },
    presence: (data) => store.setState((state) => withPresence(state, [data])),
    user: (data) => store.setState((state) => upsertUser(state, data)),
    workspace: (workspace) => store.setState({ workspace }),
    'session:ended': () => connection.end(),
  };
  const connection = createConnection({ url: options.url, headers: options.headers, handlers, onStatus });
  const { call } = connection;
  const tabs = createTabs(userId);
  const cache = createCache(store, createCacheDisk(userId));
  const meet = createIntroductions(store, call);
  const history = createHistory(store, call, meet, cache);
  const catchUp = createCatchUp(store, call, history.reload, meet);
  const outbox = createOutbox(store, call, createOutboxDisk(userId), tabs);
  const drafts = createDrafts(store);
  const reads = createReads(store, call, options.url === undefined ? tellRead : () => {});
  const typing = createTyping(store, (conversationId) => call('typing', { conversationId }));
  const presence = createPresence(store, call);

  let phase: SyncPhase = 'offline';
  /** Counts the questions: an answer to any but the latest is too late. */
  let asked = 0;
  /** Whether the server has answered since the page was opened. */
  let isWelcome = false;

  function onStatus(status: ConnectionStatus) {
    store.setState({ connection: status === 'connected' ? 'connecting' : status });
    if (status === 'ended') void cache.forget();
    advance(status === 'connected' ? 'connected' : 'lost');
  }

  function advance(input: SyncInput) {
    const next = step(phase, input);
    phase = next.phase;
    if (phase === 'offline') asked += 1;
    if (next.effect) effects[next.effect]();
  }

  const effects: Record<SyncEffect, () => void> = {
    ask: () => void attempt(ask, 'answered'),
    fill: () => void attempt(fill, 'filled'),
    flush() {
      connection.steady();
      store.setState({ connection: 'live' });
      outbox.flush();
      reads.flush();
      presence.connected();
    },
    'hang-up': () => connection.hangUp('offline'),
  };

  async function attempt(task: () => Promise<void>, success: SyncInput) {
    asked += 1;
    const own = asked;
    const input = await task().then(
      () => success,
      (): SyncInput => 'failed',
    );
    if (own === asked) advance(input);
  }

  async function ask() {
    const known = store.getState().conversations;
    const snapshot = await patiently(() => call('sync', {}));
    if (snapshot.me.id !== userId) {
      // The cookie is another person's now: nothing of this one may be shown to them or sent in their name.
      connection.end();
      throw new Refusal('unauthenticated', 'Somebody else is signed in here');
    }
    store.setState((state) => mergeSnapshot(state, snapshot, known));
    if (!isWelcome) history.welcomeBack();
    isWelcome = true;
    // One that is only looked at is in no snapshot.
    const current = history.current();
    if (current && store.getState().conversations[current]?.joined === false)
      handlers.conversation(await call('conversation:get', { conversationId: current }));
  }

  async function fill() {
    const current = history.current();
    if (current && !store.getState().timelines[current]) await reopen(current);
    for (const conversationId of behind(store.getState())) await catchUp(conversationId);
  }

  /** After a sleep a connection may look well and be dead; waiting for the heartbeat would take long. */
  function wake() {
    if (phase !== 'live') return;
    call('workspace:get', {}, proofWithin).then(
      () => advance('overdue'),
      (error) => advance(error instanceof Refusal && error.code === 'rate_limited' ? 'overdue' : 'failed'),
    );
  }

  async function forget() {
    drafts.forget();
    reads.forget();
    await cache.forget();
  }

  function hear(message: TabMessage) {
    if (message.kind !== 'signed-out') return outbox.hear(message);
    void forget();
    connection.end();
  }

  async function leave() {
    await signOut();
    await forget();
    tabs.tell({ kind: 'signed-out' });
  }

  async function reopen(conversationId: string) {
    await history.open(conversationId).catch((error) => {
      if (isPassing(error)) throw error;
    });
  }

  /** Whatever left a gap (a lost event, a page that took long) is noticed here, once. */
  function watchGaps(): () => void {
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const fillGap = (conversationId: string) => {
      timers.delete(conversationId);
      if (phase === 'live') catchUp(conversationId).catch(() => advance('failed'));
    };
    const unsubscribe = store.subscribe((state, previous) => {
      const isSame =
        state.timelines === previous.timelines &&
        state.conversations === previous.conversations &&
        state.connection === previous.connection;
      if (phase !== 'live' || isSame) return;
      for (const id of behind(state)) if (!timers.has(id)) timers.set(id, setTimeout(fillGap, gapLasts, id));
    });
    return () => {
      unsubscribe();
      for (const timer of timers.values()) clearTimeout(timer);
    };
  }

  return {
    store,
    actions: createActions({
      ...{ store, call, history, outbox, drafts, reads, typing, presence },
      connect: connection.retryNow,
      signOut: leave,
    }),
    start() {
      const stops = [
        tabs.start(hear),
        cache.start(),
        drafts.start(),
        reads.start(),
        watchGaps(),
        watchWakefulness({
          onChance: connection.retryNow,
          onWake: wake,
          onOffline: () => connection.hangUp('offline'),
        }),
      ];
      const timer = setInterval(() => advance('overdue'), compareEvery);
      void outbox.start();
      connection.open();
      return () => {
        clearInterval(timer);
        connection.close();
        for (const stop of stops) stop();
        outbox.stop();
        typing.stop();
      };
    },
  };
}
