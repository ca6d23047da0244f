import { setTimeout as delay } from 'node:timers/promises';
import type { FaultyLine } from './faulty-line.ts';
import { everybodyLooks, networkGone } from './looks.ts';
import type { MortalDatabase } from './mortal-database.ts';
import type { MortalServer } from './mortal-server.ts';
import type { Fault, FaultKind, Plan } from './plan.ts';

interface Victims {
  server: MortalServer;
  database: MortalDatabase;
  lines: FaultyLine[];
}

const restMs = 1_000;
const mostRestMs = 10_000;

export type FaultCounts = Partial<Record<FaultKind, number>>;

/**
 * Carries a plan out until a time (ms since 1970), each track beside the others; resolves when all is over and
 * everything runs again. Times in the plan are the earliest: a slow machine suffers fewer faults.
 */
export async function sufferFaults(
  plan: Plan,
  until: number,
  victims: Victims,
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
      await suffer(fault, victims);
      if (isHeavy(fault)) await recover(victims);
    }
  }
  try {
    await Promise.all(Object.values(plan).map(run));
  } finally {
    for (const line of victims.lines) line.heal();
    victims.database.thaw();
    victims.server.thaw();
  }
  await victims.database.start();
  await victims.server.ready();
  everybodyLooks();
  return counts;
}

function wordsFor({ at: _planned, kind, ...details }: Fault): string {
  return `${kind} ${JSON.stringify(details)}`;
}

/** What stops everybody, however good their line. */
function isHeavy({ kind }: Fault): boolean {
  return kind === 'server killed' || kind === 'database killed' || kind === 'database stopped';
}

/** However slow this machine is: the server must run about as long as it took to start, before the next blow. */
async function recover({ server }: Victims): Promise<void> {
  await server.ready();
  await delay(Math.min(mostRestMs, Math.max(restMs, server.starts.at(-1) ?? 0)));
}

async function suffer(fault: Fault, { server, database, lines }: Victims): Promise<void> {
  const line = 'line' in fault ? lines[fault.line] : undefined;
  switch (fault.kind) {
    case 'server killed':
      return server.kill(fault.downMs);
    case 'server stopped':
      server.freeze();
      await delay(fault.forMs);
      server.thaw();
      return;
    case 'database killed':
      await database.kill(fault.victim);
      await delay(fault.downMs);
      return database.start();
    case 'database stopped':
      database.freeze();
      await delay(fault.forMs);
      database.thaw();
      return;
    // The others go on by themselves, so that lines can be bad in several ways at once.
    case 'connections cut':
      line?.cut(fault.share);
      return;
    case 'cut mid-frame':
      line?.cutMidFrame(fault.forMs, fault.withinBytes);
      // What is open already would never notice.
      line?.cut(0.3);
      return;
    case 'line delayed':
      line?.delay(fault.forMs, fault.mostMs);
      return;
    case 'line stalled':
      line?.stall(fault.forMs);
      return;
    case 'line closed':
      line?.shut(fault.forMs);
      return;
    case 'browser offline':
      networkGone();
      await delay(fault.forMs);
      everybodyLooks();
      return;
    case 'everybody looks':
      everybodyLooks();
      return;
  }
}
