import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import { upsertUser } from '#state/nouns/users.ts';
import type { CacheChanges, CacheDisk } from './cache-disk.ts';
import { type CachedTimeline, toCached } from './cached-timeline.ts';
import { onLeaving } from './page-leaving.ts';

/** How long changes gather before they are written down, in ms. */
export const cacheDelay = 2_000;
/** What is opened is written down sooner: it may be what the next visit begins with. In ms. */
const openedDelay = 300;
/** How long writing waits for an idle moment, in ms. */
const patience = 2_000;

type Kept = Pick<ChatState, 'me' | 'workspace' | 'users' | 'conversations' | 'timelines'>;

/** The last known state, for the next visit: written lazily, read when a conversation is opened. */
export interface Cache {
  read(conversationId: string): Promise<CachedTimeline | null>;
  /** Kept what cannot be true: the server counts anew. */
  drop(conversationId: string): void;
  /** Somebody looks at it now. */
  opened(conversationId: string): void;
  /** Nothing is kept any more, and nothing will be until the next start. */
  forget(): Promise<void>;
  start(): () => void;
}

export function createCache(store: ChatStore, disk: CacheDisk): Cache {
  let written: Kept | null = null;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const opened = new Map<string, number>();

  function write() {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    if (closed || !isNews(written, state)) return;
    const changes = changesSince(written, state, opened);
    written = state;
    void disk.write(changes);
  }

  function writeIn(delay: number) {
    return setTimeout(() => whenIdle(write), delay);
  }

  function watch(state: ChatState) {
    if (!closed && isNews(written, state)) timer ??= writeIn(cacheDelay);
  }

  /** Names of people who are in no snapshot, but stand beside cached messages. */
  async function introduce() {
    const people = await disk.people();
    store.setState((state) => people.filter(({ id }) => !state.users[id]).reduce(upsertUser, state));
  }

  return {
    read: disk.read,
    drop(conversationId) {
      void disk.drop(conversationId);
    },
    opened(conversationId) {
      opened.set(conversationId, Date.now());
      clearTimeout(timer);
      timer = writeIn(openedDelay);
    },
    async forget() {
      closed = true;
      clearTimeout(timer);
      await disk.clear();
    },
    start() {
      const { me, workspace } = store.getState();
      closed = false;
      written = null;
      void disk.claim({ me, workspace }).then(introduce);
      // What the server drew is worth keeping at once: the page may be left again in a moment.
      whenIdle(write);
      const stops = [store.subscribe(watch), onLeaving(write)];
      return () => {
        for (const stop of stops) stop();
        write();
        disk.close();
      };
    },
  };
}

/** Pure: what differs from what was written last; everything, and nothing besides, when that is null. */
export function changesSince(
  before: Kept | null,
  now: Kept,
  opened: ReadonlyMap<string, number>,
): CacheChanges {
  const isNew = <Item>(list: (kept: Kept) => Record<string, Item>, id: string) =>
    before === null || list(before)[id] !== list(now)[id];
  const rewound = Object.keys(before?.conversations ?? {}).filter(
    (id) => (now.conversations[id]?.version ?? -1) < (before?.conversations[id]?.version ?? 0),
  );
  return {
    me: now.me,
    workspace: now.workspace,
    conversations: Object.values(now.conversations).filter(({ id }) =>
      isNew((kept) => kept.conversations, id),
    ),
    users: Object.values(now.users).filter(({ id }) => isNew((kept) => kept.users, id)),
    timelines: Object.entries(now.timelines).flatMap(([id, timeline]) => {
      const cached = isNew((kept) => kept.timelines, id) ? toCached(id, timeline) : null;
      return cached ? [cached] : [];
    }),
    gone: rewound,
    only: before === null ? new Set(Object.keys(now.conversations)) : null,
    opened,
  };
}

function isNews(before: Kept | null, now: Kept): boolean {
  return (
    before === null ||
    before.me !== now.me ||
    before.workspace !== now.workspace ||
    before.users !== now.users ||
    before.conversations !== now.conversations ||
    before.timelines !== now.timelines
  );
}

function whenIdle(task: () => void) {
  if (typeof requestIdleCallback === 'undefined') task();
  else requestIdleCallback(task, { timeout: patience });
}
