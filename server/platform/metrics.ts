import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { readHealth } from './health.ts';
import { Timings } from './timings.ts';

// Every instrument there is, by the name under which Prometheus, the dashboard and the alerts know it. Labels hold names
// from the code only (operations, refusals, statements, limits), so their number is bounded whatever is asked. Times are
// in seconds, as Prometheus has it. Counting goes on whether somebody reads it or not: it costs next to nothing.

export const registry = new Registry();
const registers = [registry];

/** From half a millisecond to ten seconds. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Calls of the contract, by every transport. The outcome is `ok` or the code of a refusal. */
export const callDurations = new Timings({
  name: 'parley_call_duration_seconds',
  help: 'How long calls took, by operation and outcome.',
  labels: ['operation', 'outcome'],
  buckets,
  registry,
});

/** One statement each, by its name, without the wait for a connection; `transaction` is any whole transaction. */
export const statementDurations = new Timings({
  name: 'parley_statement_duration_seconds',
  help: 'How long the database took for statements, by name.',
  labels: ['statement'],
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5],
  registry,
});

export const deliveryDelays = new Timings({
  name: 'parley_delivery_delay_seconds',
  help: 'From a commit until its event is written to the sockets of this instance.',
  labels: [],
  buckets,
  registry,
});

export const sendBatches = new Timings({
  name: 'parley_send_batch_messages',
  help: 'Messages that were stored by one statement.',
  labels: [],
  buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
  registry,
});

export const messagesSent = new Counter({
  name: 'parley_messages_sent_total',
  help: 'Messages that were stored for the first time.',
  registers,
});

export const limitedCalls = new Counter({
  name: 'parley_rate_limited_total',
  help: 'Refusals because of a limit, by the name of the limit.',
  labelNames: ['limit'],
  registers,
});

export const putOff = new Counter({
  name: 'parley_put_off_total',
  help: 'Calls that were refused because the instance had too much to do, by their priority.',
  labelNames: ['priority'],
  registers,
});

export const cacheLookups = new Counter({
  name: 'parley_cache_lookups_total',
  help: 'Questions to a cache, by its name and whether it had the answer.',
  labelNames: ['cache', 'result'],
  registers,
});

export const instanceEntries = new Counter({
  name: 'parley_instance_entries_total',
  help: 'What went between instances, an entry for many events: sent, received, or dropped because Redis was away.',
  labelNames: ['way'],
  registers,
});

export const instanceGaps = new Counter({
  name: 'parley_instance_gaps_total',
  help: 'Times that events of another instance may have been missed, and the database was asked.',
  registers,
});

export const cutSockets = new Counter({
  name: 'parley_sockets_cut_total',
  help: 'Sockets that were ended because their client did not read.',
  registers,
});

/** Numbers by the value of the only label, or one number without any. */
type Reading = number | Record<string, number>;

/**
 * A gauge that is read when somebody asks for it. `from` says by what, in the place of an earlier reader, and gives the
 * function that takes the reader away.
 */
function reading(name: string, help: string, label?: string) {
  let read: (() => Reading | Promise<Reading>) | null = null;
  new Gauge({
    name,
    help,
    registers,
    labelNames: label === undefined ? [] : [label],
    async collect() {
      this.reset();
      const found = (await read?.()) ?? {};
      if (typeof found === 'number') this.set(found);
      else for (const [value, count] of Object.entries(found)) this.set({ [label ?? '']: value }, count);
    },
  });
  return {
    from(next: () => Reading | Promise<Reading>): () => void {
      read = next;
      return () => {
        if (read === next) read = null;
      };
    },
  };
}

export const openSockets = reading('parley_sockets', 'Open sockets of this instance.');
export const waitingSends = reading('parley_sends_waiting', 'Messages that wait to be stored.');
export const waitingAnnouncements = reading(
  'parley_announcements_waiting',
  'Events that wait to be written to sockets.',
);
export const databaseConnections = reading(
  'parley_database_connections',
  'Connections to the database, by state: in_use or idle.',
  'state',
);
export const waitingStatements = reading(
  'parley_database_waiting',
  'Statements and transactions that wait for a connection, by whose turn it is.',
  'turn',
);
export const waitingJobs = reading(
  'parley_jobs_waiting',
  'Jobs that wait or are tried again, by job.',
  'job',
);
export const deadJobs = reading('parley_jobs_dead', 'Jobs that nothing more is tried for, by job.', 'job');
export const loopDelay = reading(
  'parley_event_loop_delay_seconds',
  'By how much timers were late, on average over two seconds; above 0.15 searches are put off.',
);
export const jobCounts = reading(
  'parley_jobs',
  'Jobs of all instances, by state: waiting, active, or dead where nothing more is tried.',
  'state',
);
const health = reading('parley_health_ok', 'Checks of /readyz: 1 is well, 0 is not.', 'check');
health.from(async () => {
  const { checks } = await readHealth();
  return Object.fromEntries(Object.entries(checks).map(([name, { ok }]) => [name, Number(ok)]));
});

let isCollecting = false;

/** Adds what Node says of itself (memory, CPU, collections, the event loop). That costs a little, so only who is read does it. */
export function collectNodeMetrics(): void {
  if (isCollecting) return;
  isCollecting = true;
  collectDefaultMetrics({ register: registry });
}
