import { setTimeout as delay } from 'node:timers/promises';
import { networkBack, networkGone } from './browser-events.ts';
import type { FaultyProxy } from './faulty-proxy.ts';
import type { Installation } from './installation.ts';
import type { Fault, FaultKind, Plan } from './plan.ts';

type Freezable = Pick<Installation['database'], 'freeze' | 'thaw'>;
type Killable = Pick<NonNullable<Installation['caddy']>, 'kill' | 'start'>;

interface Targets extends Omit<Installation, 'url' | 'origin' | 'port' | 'complaints'> {
  proxies: FaultyProxy[];
}

const restMs = 1_000;
const mostRestMs = 10_000;

export type FaultCounts = Partial<Record<FaultKind, number>>;

/**
 * Carries a plan out until a time (ms since 1970), each track beside the others; resolves when all is over and
 * everything runs again. Times in the plan are the earliest: a slow machine suffers fewer faults.
 */
export async function injectFaults(
  plan: Plan,
  until: number,
  targets: Targets,
  say: (sentence: string) => void,
): Promise<FaultCounts> {
  const started = Date.now();
  const counts: FaultCounts = {};
  async function run(track: Fault[]) {
    for (const fault of track) {
      await delay(Math.max(0, started + fault.at - Date.now()));
      if (Date.now() > until) return;
      say(`${String(Date.now() - started).padStart(7)} ms  ${wordsFor(fault)}`);
      counts[fault.kind] = (counts[fault.kind] ?? 0) + 1;
      await inject(fault, targets);
      if (isHeavy(fault)) await recover(targets);
    }
  }
  try {
    await Promise.all(Object.values(plan).map(run));
  } finally {
    for (const proxy of targets.proxies) proxy.heal();
    for (const part of [...targets.servers, targets.database, targets.redis]) part?.thaw();
  }
  for (const part of [targets.database, targets.redis, targets.caddy]) await part?.start();
  await targets.ready();
  networkBack();
  return counts;
}

function wordsFor({ at: _planned, kind, ...details }: Fault): string {
  return `${kind} ${JSON.stringify(details)}`;
}

/** What stops every client, however good its connection. */
function isHeavy({ kind }: Fault): boolean {
  return kind === 'server killed' || kind === 'database killed' || kind === 'database stopped';
}

/** However slow this machine is: the server must run about as long as it took to start, before the next blow. */
async function recover({ servers, ready }: Targets): Promise<void> {
  await ready();
  const slowest = Math.max(...servers.map(({ starts }) => starts.at(-1) ?? 0));
  await delay(Math.min(mostRestMs, Math.max(restMs, slowest)));
}

/** For a while it holds its connections and answers nothing. */
async function freeze(part: Freezable | null | undefined, forMs: number): Promise<void> {
  part?.freeze();
  await delay(forMs);
  part?.thaw();
}

async function restart(part: Killable | null, downMs: number): Promise<void> {
  await part?.kill();
  await delay(downMs);
  await part?.start();
}

async function inject(fault: Fault, targets: Targets): Promise<void> {
  const { servers, database, redis, caddy, proxies } = targets;
  const proxy = 'proxy' in fault ? proxies[fault.proxy] : undefined;
  const server = 'server' in fault ? servers[fault.server] : undefined;
  switch (fault.kind) {
    case 'server killed':
      return server?.kill(fault.downMs);
    case 'server stopped':
      return freeze(server, fault.forMs);
    case 'server restarted':
      await server?.stop();
      return server?.start();
    case 'redis killed':
      return restart(redis, fault.downMs);
    case 'redis stopped':
      return freeze(redis, fault.forMs);
    case 'reverse proxy killed':
      return restart(caddy, fault.downMs);
    case 'database killed':
      await database.kill(fault.target);
      await delay(fault.downMs);
      return database.start();
    case 'database stopped':
      return freeze(database, fault.forMs);
    // The others go on by themselves, so that proxies can be bad in several ways at once.
    case 'connections cut':
      proxy?.cut(fault.share);
      return;
    case 'cut mid-frame':
      proxy?.cutMidFrame(fault.forMs, fault.withinBytes);
      // What is open already would never notice.
      proxy?.cut(0.3);
      return;
    case 'network delayed':
      proxy?.delay(fault.forMs, fault.mostMs);
      return;
    case 'network stalled':
      proxy?.stall(fault.forMs);
      return;
    case 'network closed':
      proxy?.shut(fault.forMs);
      return;
    case 'browser offline':
      networkGone();
      await delay(fault.forMs);
      networkBack();
      return;
    case 'browser online':
      networkBack();
      return;
  }
}
