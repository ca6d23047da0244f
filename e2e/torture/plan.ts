import type { Random } from './random.ts';

/** One thing that goes wrong. `at` is in ms from the start of the faults; so are all durations in ms. */
export type Fault = { at: number } & (
  | { kind: 'server killed'; server: number; downMs: number }
  | { kind: 'server stopped'; server: number; forMs: number }
  /** As at an update: asked to end, and started again. Of several instances only. */
  | { kind: 'server restarted'; server: number }
  | { kind: 'redis killed'; downMs: number }
  | { kind: 'redis stopped'; forMs: number }
  | { kind: 'reverse proxy killed'; downMs: number }
  | { kind: 'database killed'; target: 'postmaster' | 'everything' | 'backend'; downMs: number }
  | { kind: 'database stopped'; forMs: number }
  /** Connections that are open now end at once; `share` of them, by chance. */
  | { kind: 'connections cut'; proxy: number; share: number }
  /** New connections end after so many bytes, in the middle of whatever frame that is. */
  | { kind: 'cut mid-frame'; proxy: number; forMs: number; withinBytes: number }
  | { kind: 'network delayed'; proxy: number; forMs: number; mostMs: number }
  | { kind: 'network stalled'; proxy: number; forMs: number }
  | { kind: 'network closed'; proxy: number; forMs: number }
  /** The browser says that the network is gone, and `forMs` later that it is back. */
  | { kind: 'browser offline'; forMs: number }
  /** No fault: users look at the page, and the browser tries at once. */
  | { kind: 'browser online' }
);
export type FaultKind = Fault['kind'];

/** What happens on one track happens one after the other; the tracks run beside each other. */
export interface Plan {
  server: Fault[];
  database: Fault[];
  network: Fault[];
  browsers: Fault[];
  /** What several instances have between and before them; nothing for one alone. */
  between: Fault[];
}

interface Size {
  seconds: number;
  /** Faulty lines between the clients and the server. */
  proxies: number;
  instances: number;
}

/** Who does what to whom, and when: made from the seed alone. */
export function makePlan(random: Random, { seconds, proxies, instances }: Size): Plan {
  const end = seconds * 1_000;
  return {
    server: track(random.fork('server'), end, [2_500, 5_500], (at, turn, own) =>
      // One alone takes nothing from chance, so that its plans stay what they were.
      instances === 1 ? serverFault(at, turn, own) : instanceFault(at, turn, own, instances),
    ),
    database: track(random.fork('database'), end, [4_500, 9_000], databaseFault),
    network: track(random.fork('network'), end, [700, 2_000], (at, turn, own) =>
      networkFault(at, turn, own, own.between(0, proxies - 1)),
    ),
    browsers: track(random.fork('browsers'), end, [2_000, 4_000], (at, turn, own) =>
      turn % 5 === 4
        ? { at, kind: 'browser offline', forMs: own.between(200, 1_500) }
        : { at, kind: 'browser online' },
    ),
    between: instances === 1 ? [] : track(random.fork('between'), end, [4_000, 8_000], betweenFault),
  };
}

function track(
  random: Random,
  end: number,
  [least, most]: [number, number],
  make: (at: number, turn: number, random: Random) => Fault,
): Fault[] {
  const faults: Fault[] = [];
  let at = random.between(least / 2, least);
  while (at < end) {
    faults.push(make(at, faults.length, random));
    at += random.between(least, most);
  }
  return faults;
}

/** Every third time it only stands still. */
function serverFault(
  at: number,
  turn: number,
  random: Random,
): Fault & { kind: 'server killed' | 'server stopped' } {
  return turn % 3 === 1
    ? { at, kind: 'server stopped', server: 0, forMs: random.between(500, 3_500) }
    : { at, kind: 'server killed', server: 0, downMs: random.between(0, 800) };
}

function instanceFault(at: number, turn: number, random: Random, instances: number): Fault {
  const server = random.between(0, instances - 1);
  if (turn % 4 === 3) return { at, kind: 'server restarted', server };
  return { ...serverFault(at, turn, random), server };
}

function betweenFault(at: number, turn: number, random: Random): Fault {
  switch (turn % 3) {
    case 1:
      return { at, kind: 'redis stopped', forMs: random.between(500, 8_000) };
    case 2:
      return { at, kind: 'reverse proxy killed', downMs: random.between(0, 1_000) };
    default:
      return { at, kind: 'redis killed', downMs: random.between(0, 5_000) };
  }
}

function databaseFault(at: number, turn: number, random: Random): Fault {
  if (turn % 4 === 1) return { at, kind: 'database stopped', forMs: random.between(500, 3_000) };
  // Now and then longer than any time limit of the server's.
  if (turn % 4 === 3) return { at, kind: 'database stopped', forMs: random.between(6_500, 8_000) };
  const target = random.pick(['postmaster', 'everything', 'backend'] as const);
  return { at, kind: 'database killed', target, downMs: random.between(0, 1_500) };
}

function networkFault(at: number, turn: number, random: Random, proxy: number): Fault {
  switch (turn % 6) {
    case 1:
      return {
        at,
        kind: 'cut mid-frame',
        proxy,
        forMs: random.between(1_000, 4_000),
        withinBytes: random.between(200, 60_000),
      };
    case 2:
      return {
        at,
        kind: 'network delayed',
        proxy,
        forMs: random.between(1_000, 5_000),
        mostMs: random.between(5, 150),
      };
    case 3:
      return { at, kind: 'network stalled', proxy, forMs: random.between(300, 4_000) };
    case 5:
      return { at, kind: 'network closed', proxy, forMs: random.between(500, 6_000) };
    default:
      return { at, kind: 'connections cut', proxy, share: random.pick([0.2, 0.5, 1]) };
  }
}
