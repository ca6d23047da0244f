import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { applyMigrations } from '#platform/migrations.ts';
import { createTemporaryFolder, startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { root } from '#scripts/tool.ts';
import { startLoad } from './load-process.ts';
import type { Bench, BenchDatabase, Line, Measure } from './measure.ts';
import { type BenchServer, endServers, serve, settings } from './servers.ts';

export interface BenchOptions {
  isShort: boolean;
  rounds: number;
  /** Aborted: what runs is given up, and what was started ends. */
  signal: AbortSignal;
  say(sentence: string): void;
  report(line: Line): void;
  /** A measure is over; what went wrong with it, if something did. */
  ended(measure: Measure, error: unknown): void;
}

/** What a short turn takes of the seconds that a whole one has. */
const shortShare = 1 / 40;

type OnEnd = Bench['onEnd'];

/** Where measures get what they run on: of their own, or in the short run, where starting takes longest, one for all. */
interface Ground {
  database(onEnd: OnEnd): Promise<BenchDatabase>;
  parley(database: BenchDatabase, onEnd: OnEnd): Promise<BenchServer>;
}

/**
 * Runs measures one after the other; what each started has ended when its turn is over. One that goes wrong does not
 * keep the others from having theirs.
 */
export async function runMeasures(measures: Measure[], options: BenchOptions): Promise<void> {
  const shared = createStops();
  const ground: Ground = options.isShort
    ? sharedGround(shared.add)
    : { database: openDatabase, parley: start };
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new Error('Ended from outside'));
  aborted.catch(() => undefined);
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    for (const measure of measures) {
      options.say(`\n${measure.name}: ${measure.about}`);
      const stops = createStops();
      let failure: unknown = null;
      try {
        await Promise.race([measure.run(createBench(options, ground, stops.add)), aborted]);
      } catch (error) {
        failure = error;
      }
      await stops.run();
      options.ended(measure, failure);
      if (options.signal.aborted) break;
    }
  } finally {
    options.signal.removeEventListener('abort', abort);
    await shared.run();
  }
}

function sharedGround(onEnd: OnEnd): Ground {
  const database = once(() => openDatabase(onEnd));
  const server = once(async () => start(await database(), onEnd));
  return { database, parley: server };
}

function createBench({ isShort, rounds, say, report }: BenchOptions, ground: Ground, onEnd: OnEnd): Bench {
  return {
    isShort,
    rounds,
    size: (whole, short) => (isShort ? short : whole),
    milliseconds: (seconds) => seconds * 1_000 * (isShort ? shortShare : 1),
    database: () => ground.database(onEnd),
    parley: (database, own) => (own ? start(database, onEnd, own) : ground.parley(database, onEnd)),
    async baseline(name, own = {}) {
      const server = await serve(`bench/baselines/${name}.ts`, own);
      onEnd(() => endServers([server.pid]));
      return server;
    },
    async load(name) {
      const load = await startLoad<never>(name);
      onEnd(() => load.end());
      return load;
    },
    onEnd,
    say,
    report,
  };
}

async function start(database: BenchDatabase, onEnd: OnEnd, own: Record<string, string> = {}) {
  const folder = await createTemporaryFolder();
  onEnd(() => rm(folder, { recursive: true, force: true }));
  const env = { ...settings, DATABASE_URL: database.url, DATA_DIR: join(folder, 'data'), ...own };
  const server = await serve('server.ts', env);
  onEnd(() => endServers([server.pid]));
  return server;
}

async function openDatabase(onEnd: OnEnd): Promise<BenchDatabase> {
  const { url, stop } = await startTemporaryDatabase();
  onEnd(stop);
  await applyMigrations({ databaseUrl: url, directory: join(root, 'prisma', 'migrations') });
  const sql = new pg.Pool({ connectionString: url, max: 2 });
  onEnd(() => sql.end());
  const { rows } = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const [, pid] = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${rows[0]?.pid}/status`, 'utf8')) ?? [];
  return { url, sql, pid: Number(pid) };
}

/** How long one step of ending may take, in ms. */
const endWithin = 30_000;

/** What to undo at the end, the latest first; one that fails or hangs does not keep the others from being done. */
function createStops() {
  const steps: (() => unknown)[] = [];
  return {
    add: (step: () => unknown) => void steps.push(step),
    async run() {
      for (const step of steps.splice(0).reverse()) {
        try {
          await Promise.race([step(), overdue()]);
        } catch (error) {
          process.stderr.write(`While ending: ${error instanceof Error ? error.message : error}\n`);
        }
      }
    },
  };
}

async function overdue(): Promise<never> {
  await delay(endWithin, undefined, { ref: false });
  throw new Error(`A step took longer than ${endWithin} ms`);
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
