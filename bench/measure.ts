import type pg from 'pg';
import type { Load } from './load-process.ts';
import { machineRests } from './rest.ts';
import type { BenchServer } from './servers.ts';
import type { Cpu } from './usage.ts';

/** One thing that `npm run bench` measures: a file in bench/measures/, and a row in the list of its part. */
export interface Measure {
  /** What it is called on the command line. */
  name: string;
  /** What is done, in one sentence. */
  about: string;
  /** Not run by the tests, which have their browsers elsewhere. */
  needsBrowser?: true;
  /** Reports its lines; whatever it started ends with it. Throws when an answer or what was stored is wrong. */
  run(bench: Bench): Promise<void>;
}

/** What a measure works with. */
export interface Bench {
  /** Seconds and small sizes, for the tests: what is right shows there, not what is fast. */
  readonly isShort: boolean;
  /** How often each side has its turn. */
  readonly rounds: number;
  /** A size of the whole run, or that of the short one. */
  size<Value>(whole: Value, short: Value): Value;
  /** How long one turn takes, in ms: so many seconds, or a fraction of one in the short run. */
  milliseconds(seconds: number): number;
  /** A PostgreSQL with Parley's tables and nobody in them, for this measure alone; in the short run, for all. */
  database(): Promise<BenchDatabase>;
  /**
   * The production server on this database, in the short run the one that all share, unless `settings` are given, which
   * come before those of servers.ts.
   */
  parley(database: BenchDatabase, settings?: Record<string, string>): Promise<BenchServer>;
  /** A program of bench/baselines/, by its name, in a process of its own. */
  baseline(name: string, settings?: Record<string, string>): Promise<BenchServer>;
  /** A program of bench/loads/, by its name, in a process of its own. */
  load<Commands extends object>(name: string): Promise<Load<Commands>>;
  /** What to do when the measure ends, however it ends; the latest first. */
  onEnd(step: () => unknown): void;
  say(sentence: string): void;
  report(line: Line): void;
}

export interface BenchDatabase {
  url: string;
  sql: pg.Pool;
  /** Of PostgreSQL's first process, which has all others below it. */
  pid: number;
}

/** What came of a measure, for one way to do it. */
export interface Line {
  measure: string;
  /** Empty where there is one way only. */
  variant: string;
  /** Of all values: `deliveries/s`, `ms p99`. */
  unit: string;
  parley: number;
  baselines: Baseline[];
  /** What Parley's turns took of the processors; null where nothing is to be learnt from that. */
  cpu: Cpu | null;
  /** Processor time of the server for each delivery or call, in microseconds. */
  microseconds: { parley: number; baselines: Record<string, number> } | null;
  /** What was aimed at, in words; empty for a line that only informs. */
  target: string;
  /** Null where there is no target. */
  isMet: boolean | null;
  note: string;
}

export interface Baseline {
  name: string;
  value: number;
  /** Parley's value divided by this one. */
  ratio: number;
}

/** Baselines beside Parley's value. */
export function beside(parley: number, values: Record<string, number>): Baseline[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, ratio: parley / value }));
}

/** From this share of a processor on, the load may be what is measured. */
export const loadIsFull = 0.9;

/** What a line has to say of its load: nothing, unless that used so much of a processor that the microseconds decide. */
export function noteOnLoad(cpus: (Cpu | null)[]): string {
  const busiest = Math.max(...cpus.map((cpu) => cpu?.load ?? 0));
  return busiest > loadIsFull
    ? `the load used ${busiest.toFixed(2)} of a processor: the microseconds decide`
    : '';
}

/**
 * A turn of so many seconds, right after a shorter one that does not count: what is asked first is compiled, and read from
 * the disk, and a machine that has come to rest may have forgotten all of that. The tests look at no times, and go without.
 */
export function warmed<Result>(
  { isShort, milliseconds }: Pick<Bench, 'isShort' | 'milliseconds'>,
  take: (milliseconds: number) => Promise<Result>,
  seconds: number,
): () => Promise<Result> {
  return async () => {
    if (!isShort) await take(milliseconds(Math.min(WARM_UP, seconds)));
    return take(milliseconds(seconds));
  };
}

/** Seconds. */
const WARM_UP = 2;

/**
 * Lets the sides have their turns, A, B, A, B, each when the machine has come to rest: what each came to in every round is
 * asked for by its name.
 */
export async function inTurn<Name extends string, Result>(
  { rounds, isShort }: Pick<Bench, 'rounds' | 'isShort'>,
  sides: Record<Name, () => Promise<Result>>,
): Promise<(side: Name) => Result[]> {
  const takes = Object.entries<() => Promise<Result>>(sides);
  const results = new Map<string, Result[]>(takes.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const [name, take] of takes) {
      if (!isShort) await machineRests();
      results.get(name)?.push(await take());
    }
  return (side) => results.get(side) ?? [];
}
