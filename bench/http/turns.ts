import type { Load } from '#bench/load-process.ts';
import type { HttpCommands } from '#bench/loads/http.ts';
import {
  type Bench,
  type BenchDatabase,
  beside,
  inTurn,
  type Line,
  noteOnLoad,
  warmed,
} from '#bench/measure.ts';
import { number } from '#bench/results.ts';
import type { BenchServer } from '#bench/servers.ts';
import { median } from '#bench/statistics.ts';
import { type Cpu, medianCpu, metered } from '#bench/usage.ts';
import type { HttpPlan, HttpResult } from './clients.ts';

/** Of HTTP clients that a measure has. */
export const CLIENTS = 16;

/** What came of one turn of a load. */
export interface Turn extends HttpResult {
  cpu: Cpu;
  /** Processor time of the server for each call. */
  microseconds: number;
}

export type HttpLoad = Load<HttpCommands>;

interface Target {
  server: BenchServer;
  database: BenchDatabase;
}

/** One turn of a load, and what it took. */
export async function takeTurn(
  load: HttpLoad,
  { server, database }: Target,
  plan: Omit<HttpPlan, 'url'>,
): Promise<Turn> {
  const parts = { servers: [server.pid], database: database.pid, loads: [load.pid] };
  const run = () => load.call('run', { url: server.url, ...plan });
  const { result, cpu, serverSeconds } = await metered(parts, run);
  if (result.calls === 0) throw new Error('Nothing was answered');
  return { ...result, cpu, microseconds: (serverSeconds / result.calls) * 1e6 };
}

/** The median of what so many turns came to. */
export function medianOf(
  turns: Turn[],
  of: 'perSecond' | 'p50' | 'p95' | 'p99' | 'bytes' | 'microseconds',
): number {
  return median(turns.map((turn) => turn[of]));
}

/** A line's part that is the same for all rates: calls a second, beside those of others. */
export function rates(
  parley: Turn[],
  others: Record<string, Turn[]>,
): Pick<Line, 'parley' | 'baselines' | 'cpu' | 'microseconds' | 'note'> {
  const values = (of: 'perSecond' | 'microseconds') =>
    Object.fromEntries(Object.entries(others).map(([name, turns]) => [name, medianOf(turns, of)]));
  const rate = medianOf(parley, 'perSecond');
  const turns = [parley, ...Object.values(others)].flat();
  return {
    parley: rate,
    baselines: beside(rate, values('perSecond')),
    cpu: medianCpu(parley.map(({ cpu }) => cpu)),
    microseconds: { parley: medianOf(parley, 'microseconds'), baselines: values('microseconds') },
    note: notes(delays(parley), noteOnLoad(turns.map(({ cpu }) => cpu))),
  };
}

export function delays(turns: Turn[]): string {
  const [p50, p95, p99] = (['p50', 'p95', 'p99'] as const).map((of) => number(medianOf(turns, of)));
  return `p50 ${p50}, p95 ${p95}, p99 ${p99} ms`;
}

export function notes(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

/** Takes a turn that long, in ms. */
export type Take = (milliseconds: number) => Promise<Turn>;

/** Lets all sides have their turns of so many seconds. */
export async function takeTurns(
  bench: Bench,
  sides: Record<string, Take>,
  seconds: number,
): Promise<(side: string) => Turn[]> {
  const takes = Object.entries(sides).map(([side, take]) => [side, warmed(bench, take, seconds)] as const);
  return inTurn(bench, Object.fromEntries(takes));
}
