import type { ChatState, ChatStore } from '#state/nouns/state.ts';
import type { CacheChanges, CacheDisk, CachedPart, CachedUsers } from './cache-disk.ts';
import {
  type AnyCachedPart,
  type CachedKind,
  type CachedTimeline,
  cachedKinds,
  cachedParts,
} from './cached-parts.ts';
import { onLeaving } from './page-leaving.ts';

/** How long changes gather before they are written down, in ms. */
const writeDelay = 2_000;
/** What is opened is written down sooner: it may be what the next visit begins with. In ms. */
const openedDelay = 300;
/** How long writing waits for an idle moment, in ms. */
const idleTimeout = 2_000;

type Kept = Pick<
  ChatState,
  'me' | 'workspace' | 'sidebar' | 'cursor' | 'life' | 'joinedIds' | 'users' | 'usersCursor' | CachedKind
>;

/** The last known state, for the next visit: written lazily, read when a conversation is opened. */
export interface Cache {
  read(conversationId: string): Promise<CachedTimeline | null>;
  /** Kept what cannot be true: the server counts anew. */
  drop(conversationId: string): void;
  /** Somebody looks at it now. */
  opened(conversationId: string): void;
  /** Nothing is kept any more, and nothing will be until the next start. */
  forget(): Promise<void>;
  /**
   * Keeps what is known and becomes known until the returned function is called.
   * @param onUsers takes the users of an earlier visit, before anything is written
   */
  start(onUsers: (cached: CachedUsers) => void): () => void;
}

export function createCache(store: ChatStore, disk: CacheDisk): Cache {
  let written: Kept | null = null;
  let isOpen = false;
  let isForgotten = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const opened = new Map<string, number>();

  function write() {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    if (!isOpen || (opened.size === 0 && !isNews(written, state))) return;
    const changes = changesSince(written, state, opened);
    written = state;
    opened.clear();
    void disk.write(changes);
  }

  function writeIn(delay: number) {
    return setTimeout(() => whenIdle(write), delay);
  }

  function watch(state: ChatState) {
    if (isOpen && isNews(written, state)) timer ??= writeIn(writeDelay);
  }

  return {
    read: (conversationId) => disk.read(conversationId, store.getState().life),
    drop(conversationId) {
      void disk.drop(conversationId);
    },
    opened(conversationId) {
      opened.set(conversationId, Date.now());
      clearTimeout(timer);
      timer = writeIn(openedDelay);
    },
    async forget() {
      isOpen = false;
      isForgotten = true;
      clearTimeout(timer);
      await disk.clear();
    },
    start(onUsers) {
      const { me, workspace, sidebar, cursor, life, joinedIds, usersCursor } = store.getState();
      let isStopped = false;
      isForgotten = false;
      written = null;
      void disk.claim({ me, workspace, sidebar, cursor, life, joinedIds, usersCursor }).then((cached) => {
        if (isStopped || isForgotten) return;
        if (cached) onUsers(cached);
        isOpen = true;
        // What the server drew is worth keeping at once: the page may be left again in a moment.
        whenIdle(write);
      });
      const stops = [store.subscribe(watch), onLeaving(write)];
      return () => {
        isStopped = true;
        for (const stop of stops) stop();
        write();
        isOpen = false;
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
  const { me, workspace, sidebar, cursor, life, joinedIds, usersCursor, users, conversations } = now;
  return {
    owner: { me, workspace, sidebar, cursor, life, joinedIds, usersCursor },
    users: Object.values(users).filter((user) => before?.users[user.id] !== user),
    knownUsers: new Set(Object.keys(users)),
    parts: cachedKinds.flatMap((kind) => changedParts(kind, before, now)),
    gone: Object.keys(before?.conversations ?? {}).filter(
      (id) => (conversations[id]?.version ?? -1) < (before?.conversations[id]?.version ?? 0),
    ),
    only: before === null ? new Set(Object.keys(conversations)) : null,
    opened: new Map([...opened].filter(([id]) => conversations[id])),
  };
}

function changedParts<Kind extends CachedKind>(kind: Kind, before: Kept | null, now: Kept): CachedPart[] {
  const rules = cachedParts[kind];
  const known: Kept[Kind] | undefined = before?.[kind];
  return Object.entries(now[kind]).flatMap(([conversationId, part]) => {
    const value = known?.[conversationId] === part ? null : rules.pack(conversationId, part);
    if (value === null) return [];
    const yieldsTo = (kept: AnyCachedPart | undefined) => {
      const own = rules.unpack(kept);
      return own !== null && rules.isNewer(own, value);
    };
    return [{ kind, conversationId, value, yieldsTo }];
  });
}

function isNews(before: Kept | null, now: Kept): boolean {
  if (before === null) return true;
  const fields = [
    'me',
    'workspace',
    'sidebar',
    'cursor',
    'life',
    'users',
    'usersCursor',
    ...cachedKinds,
  ] as const;
  return fields.some((field) => before[field] !== now[field]);
}

function whenIdle(task: () => void) {
  if (typeof requestIdleCallback === 'undefined') task();
  else requestIdleCallback(task, { timeout: idleTimeout });
}
