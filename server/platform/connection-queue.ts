import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '#contract/errors.ts';
import { createPlaces } from './places.ts';

/** Statements and transactions that may wait for a connection. */
const MOST_WAITING = 4_000;
/**
 * While messages are stored without a pause, the place of a search rests after its answer, in times of what that took and
 * in ms at most: whoever sends has nearly all of the database. Below the first share of the time in which something is
 * stored there is no rest, and from there on it grows.
 */
const SEARCH_REST = 9;
const SEARCH_REST_MOST = 1_000;
const SEARCH_REST_FROM = 0.85;

/**
 * Who goes first when more is asked for than there are connections. `send` has a connection to itself, so that messages
 * are stored however busy the server is with other things. `early` is what every call waits for: it goes before the
 * rest, and one connection is never given to anything else. The rest is `usual`, and may hold its connections long.
 * `search` is of the rest too, and has a third of its connections at the most, and little of them while messages are stored.
 * `together` is what a search reads for all who look for the same: as many connections, and no rest, since it is done once.
 */
export type Turn = 'send' | 'early' | 'usual' | 'search' | 'together';

/** Runs work when there is a connection for it. Throws `unavailable` when too much waits already, or for too long. */
export type InTurn = (<Result>(turn: Turn, work: () => Promise<Result>) => Promise<Result>) & {
  /** How many wait now, by their turn. */
  waiting(): Record<Turn, number>;
};

/**
 * The queue in front of a pool of so many connections (2 at least). The pool itself never has anybody waiting, so what
 * it says about time is about the database alone: a pool that is full is no database that is away.
 */
export function createConnectionQueue(connections: number): InTurn {
  const placesFor = (most: number) => createPlaces(Math.max(1, most), busy);
  const sends = placesFor(1);
  const others = placesFor(connections - 1);
  const usual = placesFor(connections - 2);
  const mostSearches = Math.min(4, Math.floor((connections - 2) / 3));
  const [searches, together] = [placesFor(mostSearches), placesFor(mostSearches)];
  const storing = createShare();
  const queues = { send: sends, early: others, usual, search: searches, together };

  const inUsual = <Result>(since: number, work: () => Promise<Result>) =>
    usual.within({ since, first: false }, () => others.within({ since, first: false }, work));

  /** Answers at once, and rests before it leaves its place to the next. */
  function inSearches<Result>(since: number, work: () => Promise<Result>): Promise<Result> {
    const answer = Promise.withResolvers<Result>();
    const search = async () => {
      const begun = performance.now();
      await inUsual(since, work).then(answer.resolve, answer.reject);
      const took = performance.now() - begun;
      const rest = Math.min(SEARCH_REST_MOST, restAfter(storing.now()) * took);
      if (rest > 0) await delay(rest);
    };
    searches.within({ since, first: false }, search).catch(answer.reject);
    return answer.promise;
  }

  const inTurn = async <Result>(turn: Turn, work: () => Promise<Result>): Promise<Result> => {
    const queue = queues[turn];
    if (queue.waiting >= MOST_WAITING) throw busy();
    const since = performance.now();
    if (turn === 'usual') return inUsual(since, work);
    if (turn === 'search') return inSearches(since, work);
    if (turn === 'together') return together.within({ since, first: false }, () => inUsual(since, work));
    if (turn === 'send') return sends.within({ since, first: true }, () => storing.during(work));
    return queue.within({ since, first: true }, work);
  };
  const waiting = () => ({
    send: sends.waiting,
    early: others.waiting,
    usual: usual.waiting,
    search: searches.waiting,
    together: together.waiting,
  });
  return Object.assign(inTurn, { waiting });
}

/** How long a search rests, in times of what it took, while messages are stored for such a share of the time. */
function restAfter(share: number): number {
  const above = Math.max(0, share - SEARCH_REST_FROM) / (1 - SEARCH_REST_FROM);
  return SEARCH_REST * above * above;
}

/** Milliseconds in which what was the case before loses most of its weight. */
const MEMORY = 300;

/** For which share of the last while work of one kind was done, of which there is one piece at a time. */
function createShare() {
  let share = 0;
  let since = performance.now();
  let isDone = false;

  function now(): number {
    const time = performance.now();
    const kept = Math.exp((since - time) / MEMORY);
    share = share * kept + (isDone ? 1 - kept : 0);
    since = time;
    return share;
  }

  return {
    now,
    async during<Result>(work: () => Promise<Result>): Promise<Result> {
      now();
      isDone = true;
      try {
        return await work();
      } finally {
        now();
        isDone = false;
      }
    },
  };
}

/** What somebody is told when too much waits already. */
export function busy(): Refusal {
  return new Refusal('unavailable', 'The server is busy: try again in a moment.', { retryAfter: 2 });
}
