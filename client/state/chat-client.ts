import type { StoreApi } from 'zustand/vanilla';
import type { SyncSnapshot } from '#contract/sync.ts';
import { createCache } from '#state/kept/cache.ts';
import { createCacheDisk } from '#state/kept/cache-disk.ts';
import { createKeptOutbox } from '#state/kept/kept-outbox.ts';
import { createLocalNotes, forgetNotes } from '#state/kept/local-notes.ts';
import type { Opened } from '#state/nouns/snapshot.ts';
import type { ChatState } from '#state/nouns/state.ts';
import { addEarlierUsers } from '#state/nouns/users.ts';
import { createCatchUp } from '#state/sync/catch-up.ts';
import { createConnection } from '#state/sync/connection.ts';
import { createDeleting } from '#state/sync/deleting.ts';
import { createDrafts } from '#state/sync/drafts.ts';
import { createDriver } from '#state/sync/driver.ts';
import { createEdits } from '#state/sync/edits.ts';
import { watchEndings } from '#state/sync/endings.ts';
import { createEventHandlers } from '#state/sync/events.ts';
import { watchGaps } from '#state/sync/gaps.ts';
import { createHistory } from '#state/sync/history.ts';
import { createMissingConversations } from '#state/sync/missing-conversations.ts';
import { createOutbox } from '#state/sync/outbox.ts';
import { createPresence } from '#state/sync/presence.ts';
import type { createQuotes } from '#state/sync/quotes.ts';
import { createReads } from '#state/sync/reads.ts';
import { watchSaved } from '#state/sync/saved-watch.ts';
import { announceSession, watchSession } from '#state/sync/session.ts';
import { createSidebar } from '#state/sync/sidebar.ts';
import { createTabs, type TabMessage } from '#state/sync/tabs.ts';
import { createThreads } from '#state/sync/threads.ts';
import { createTyping } from '#state/sync/typing.ts';
import type { Uploads } from '#state/sync/uploads.ts';
import { createUsers } from '#state/sync/users.ts';
import { watchWakefulness } from '#state/sync/wakefulness.ts';
import { type ChatActions, createActions } from './actions.ts';
import { sendLastRead } from './leaving.ts';
import { createChatStore } from './store.ts';

export interface ChatClientOptions {
  snapshot: SyncSnapshot;
  opened?: Opened;
  /** Where the server is; the page's own origin, with the browser's cookie, unless said otherwise. */
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
export function createChatClient({ snapshot, opened, url, headers }: ChatClientOptions): ChatClient {
  const store = createChatStore(snapshot, opened);
  const { id: userId } = store.getState().me;
  /** Whether the session is the cookie's, which all tabs of the browser share. */
  const hasCookie = url === undefined;

  const handlers = createEventHandlers(store, () => ({
    ...{ users, typing, missing },
    onMissed: driver.compare,
    onEnded: connection.end,
  }));
  const connection = createConnection({
    url,
    headers,
    handlers,
    onStatus: (status) => driver.onStatus(status),
  });
  const { call } = connection;
  const tabs = createTabs(userId);
  const cache = createCache(store, createCacheDisk(userId));
  const users = createUsers(store, call);
  const history = createHistory(store, call, users, cache);
  const threads = createThreads(store, call, history, users);
  const missing = createMissingConversations(store, history.look);
  const { catchUp, stop: stopCatchUp } = createCatchUp(store, call, history.reload, users);
  const keptOutbox = createKeptOutbox(userId);
  let uploads: Promise<Uploads> | undefined;
  let uploadsNow: Uploads | undefined;
  /** Most messages have no files: what brings them comes with the first. */
  function loadUploads(): Promise<Uploads> {
    uploads ??= import('./uploading.ts').then((part) => {
      uploadsNow = part.createUploading(store, call, keptOutbox);
      return uploadsNow;
    });
    uploads.catch(() => {
      uploads = undefined;
    });
    return uploads;
  }
  const outbox = createOutbox(store, call, keptOutbox, tabs, {
    load: loadUploads,
    drop: (files) => uploadsNow?.drop(files),
  });
  const deleting = createDeleting(store, outbox);
  const drafts = createDrafts(store);
  const edits = createEdits(store);
  const reads = createReads(store, call, hasCookie ? sendLastRead : () => {});
  const sidebar = createSidebar(store, call);
  const typing = createTyping(store, (conversationId, stopped) =>
    call('typing', { conversationId, ...(stopped ? { stopped } : {}) }),
  );
  const presence = createPresence(store, call);
  const driver = createDriver({
    ...{ store, connection, history, catchUp },
    onConfirmed() {
      if (hasCookie) announceSession(userId);
    },
    onLive() {
      outbox.flush();
      reads.flush();
      presence.connected();
      users.connected();
    },
    onEnded: () => void cache.forget(),
  });

  let quotes: Promise<ReturnType<typeof createQuotes>> | undefined;
  /** Most messages quote none: its script comes with the first that does. */
  function wantQuotes(references: string[]) {
    quotes ??= import('#state/sync/quotes.ts').then((part) => part.createQuotes(store, call, users, cache));
    quotes.then(
      ({ want }) => want(references),
      () => {
        quotes = undefined;
      },
    );
  }

  async function forget() {
    drafts.forget();
    edits.forget();
    reads.forget();
    sidebar.forget();
    uploadsNow?.forget();
    forgetNotes((owner) => owner === userId);
    await cache.forget();
  }

  function end() {
    void forget();
    connection.end();
  }

  function receiveFromTab(message: TabMessage) {
    if (message.kind === 'signed-out') end();
    else outbox.receive(message);
  }

  async function leave() {
    const { signOut } = await import('./account.ts');
    await signOut();
    await forget();
    tabs.send({ kind: 'signed-out' });
  }

  return {
    store,
    actions: createActions({
      ...{
        store,
        call,
        history,
        outbox,
        deleting,
        drafts,
        edits,
        reads,
        sidebar,
        threads,
        typing,
        presence,
        users,
      },
      /** What shows a few messages is not there at first either. */
      peek: async (...asked) =>
        (await import('#state/sync/peek.ts')).createPeek(store, call, users, cache)(...asked),
      wantQuotes,
      uploads: loadUploads,
      connect: connection.retryNow,
      signOut: leave,
    }),
    start() {
      forgetNotes((owner) => owner !== userId);
      const stops = [
        watchEndings(store),
        tabs.start(receiveFromTab),
        hasCookie ? watchSession(userId, end) : () => {},
        cache.start((earlier) => {
          store.setState((state) => addEarlierUsers(state, earlier.users, earlier.cursor));
          void users.refresh();
        }),
        deleting.start(),
        drafts.start(),
        edits.start(),
        reads.start(),
        sidebar.start(),
        watchGaps(store, driver.fillGap),
        watchSaved(store, call),
        driver.start(),
        watchWakefulness({
          onChance: connection.retryNow,
          onWake: driver.wake,
          onOffline: () => connection.hangUp('offline'),
        }),
      ];
      outbox.flush();
      // What was attached before stands there again.
      if (createLocalNotes('attached', userId).all().length > 0) loadUploads().catch(() => {});
      connection.open();
      return () => {
        connection.close();
        for (const stop of [...stops, users.stop, stopCatchUp, outbox.stop, typing.stop, missing.stop])
          stop();
        uploadsNow?.stop();
        uploads = undefined;
        uploadsNow = undefined;
      };
    },
  };
}
