import { setTimeout as delay } from 'node:timers/promises';
import { networkBack, networkGone } from './browser-events.ts';
import type { CrashingDatabase } from './crashing-database.ts';
import type { CrashingServer } from './crashing-server.ts';
import type { FaultyProxy } from './faulty-proxy.ts';
import type { Fault, FaultKind, Plan } from './plan.ts';

interface Targets {
  server: CrashingServer;
  database: CrashingDatabase;
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
    targets.database.thaw();
    targets.server.thaw();
  }
  await targets.database.start();
  await targets.server.ready();
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
async function recover({ server }: Targets): Promise<void> {
  await server.ready();
  await delay(Math.min(mostRestMs, Math.max(restMs, server.starts.at(-1) ?? 0)));
}

async function inject(fault: Fault, { server, database, proxies }: Targets): Promise<void> {
  const proxy = 'proxy' in fault ? proxies[fault.proxy] : undefined;
  switch (fault.kind) {
    case 'server killed':
      return server.kill(fault.downMs);
    case 'server stopped':
      server.freeze();
      await delay(fault.forMs);
      server.thaw();
      return;
    case 'database killed':
      await database.kill(fault.target);
      await delay(fault.downMs);
      return database.start();
    case 'database stopped':
      database.freeze();
      await delay(fault.forMs);
      database.thaw();
      return;
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
