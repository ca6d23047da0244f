import { pageLimits } from '#contract/page-limits.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import { addUsers, unknownUsers, updateUser } from '#state/nouns/users.ts';
import type { Call } from './connection.ts';
import { createRetries, whenAllowed } from './retries.ts';

/** Fetches users by their ids: those seen for the first time, and those who changed while nobody listened. */
export function createUsers(store: ChatStore, call: Call) {
  const wanted = new Set<string>();
  /** Asked for and not answered: not yet, or because nobody has this id. */
  const asked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tasks = { wanted: fetchWanted, changed: refresh };
  const retries = createRetries((key) => void (key === 'changed' ? tasks.changed() : fetchSoon()));

  /** Fetches what is wanted, all in one tick; while there is no connection, it waits for one. */
  function fetchSoon() {
    if (store.getState().connection === 'live') timer ??= setTimeout(tasks.wanted, 0);
  }

  function fetchWanted() {
    timer = undefined;
    const ids = unknownUsers(store.getState(), wanted);
    wanted.clear();
    for (const some of chunksOf(ids)) void fetchUsers(some);
  }

  async function fetchUsers(ids: string[]) {
    for (const id of ids) asked.add(id);
    try {
      await list({ ids });
      for (const id of Object.keys(store.getState().users)) asked.delete(id);
      if (wanted.size === 0) retries.settled('wanted');
    } catch (error) {
      for (const id of ids) {
        asked.delete(id);
        wanted.add(id);
      }
      retries.failed('wanted', error);
    }
  }

  /** Asks who of the known users changed up to the cursor that the state has now. */
  async function refresh() {
    const { users, cursor, usersCursor, connection } = store.getState();
    // The same cursor does not say that nothing changed: it stands still while any transaction is open for long.
    if (cursor === null || connection !== 'live') return;
    try {
      await takeChanged(usersCursor, Object.keys(users));
      if (store.getState().usersCursor === usersCursor) store.setState({ usersCursor: cursor });
      retries.settled('changed');
    } catch (error) {
      retries.failed('changed', error);
    }
  }

  /**
   * Takes in who changed, whoever that is: mostly nobody, or a few. When they are more than a page, and without a cursor,
   * those who are known are asked for by name.
   */
  async function takeChanged(changedSince: string | null, known: string[]): Promise<void> {
    if (changedSince !== null) {
      const input = { changedSince, limit: pageLimits.page };
      const { items, nextCursor } = await whenAllowed(() => call('user:list', input));
      store.setState((state) => items.reduce(updateUser, state));
      if (nextCursor === null) return;
    }
    const since = changedSince === null ? {} : { changedSince };
    for (const ids of chunksOf(known)) await list({ ids, ...since });
  }

  /** Puts every user whom the question finds into the store. */
  async function list(question: { ids: string[]; changedSince?: string }) {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const input = { ...question, limit: pageLimits.page, ...(cursor === undefined ? {} : { cursor }) };
      const page = await whenAllowed(() => call('user:list', input));
      store.setState((state) => addUsers(state, page.items));
      cursor = page.nextCursor;
    }
  }

  return {
    /** These are to be known; whoever is already costs nothing. */
    want(ids: Iterable<string>) {
      const { users } = store.getState();
      for (const id of ids) if (!users[id] && !asked.has(id)) wanted.add(id);
      if (wanted.size > 0) fetchSoon();
    },
    /** The connection is there: fetches what was wanted without one, and who changed meanwhile. */
    connected() {
      asked.clear();
      if (wanted.size > 0) fetchSoon();
      void refresh();
    },
    refresh,
    stop() {
      clearTimeout(timer);
      timer = undefined;
      retries.stop();
    },
  };
}

export type Users = ReturnType<typeof createUsers>;

function chunksOf(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / pageLimits.userIds);
  return Array.from({ length: count }, (_, n) =>
    ids.slice(n * pageLimits.userIds, (n + 1) * pageLimits.userIds),
  );
}
