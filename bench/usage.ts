import { readFileSync } from 'node:fs';
import { median } from './statistics.ts';

/** Linux counts processor time in ticks of 10 ms (proc(5), `sysconf(_SC_CLK_TCK)`). */
const ticksPerSecond = 100;

/** Processor time that processes took so far, in seconds: their own and the kernel's for them. */
export function cpuSeconds(pids: number[]): number {
  return pids.reduce((sum, pid) => sum + ticksOf(pid).own / ticksPerSecond, 0);
}

/** The same for a process and all that it has started, those that have ended among them. */
export function familySeconds(pid: number): number {
  const { own, ended } = ticksOf(pid);
  return (own + ended) / ticksPerSecond + cpuSeconds(childrenOf(pid));
}

function ticksOf(pid: number): { own: number; ended: number } {
  try {
    // After the name in brackets, which may hold anything: field 14 is utime, then stime, cutime and cstime.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { own: user + system, ended: endedUser + endedSystem };
  } catch {
    // It has ended meanwhile: its parent has its time.
    return { own: 0, ended: 0 };
  }
}

/** Processors that each part of a measure used: 1 is one of them all the time. */
export interface Cpu {
  server: number;
  database: number;
  /** The busiest process of the load. */
  load: number;
}

/** The processes whose time is read. */
export interface Parts {
  servers: number[];
  /** PostgreSQL's first process, where there is a database. */
  database?: number;
  loads: number[];
}

/** What some work took. */
export interface Metered<Result> {
  result: Result;
  seconds: number;
  cpu: Cpu;
  /** Processor time of all servers together, in seconds. */
  serverSeconds: number;
}

/** Reads the processor time of all parts around some work. */
export async function metered<Result>(
  { servers, database, loads }: Parts,
  work: () => Promise<Result>,
): Promise<Metered<Result>> {
  const read = () => ({
    server: cpuSeconds(servers),
    database: database === undefined ? 0 : familySeconds(database),
    loads: loads.map((pid) => cpuSeconds([pid])),
  });
  const before = read();
  const started = performance.now();
  const result = await work();
  const seconds = (performance.now() - started) / 1_000;
  const after = read();
  const serverSeconds = after.server - before.server;
  return {
    result,
    seconds,
    serverSeconds,
    cpu: {
      server: serverSeconds / seconds,
      database: (after.database - before.database) / seconds,
      load: Math.max(0, ...after.loads.map((value, index) => value - (before.loads[index] ?? 0))) / seconds,
    },
  };
}

/** The medians of several rounds. */
export function medianCpu(runs: Cpu[]): Cpu {
  const of = (part: keyof Cpu) => median(runs.map((run) => run[part]));
  return { server: of('server'), database: of('database'), load: of('load') };
}

/** Resident memory of a process in bytes. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) * 1_024;
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(/\s+/).map(Number);
}
