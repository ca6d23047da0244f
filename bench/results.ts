import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from '#scripts/tool.ts';
import type { Line } from './measure.ts';

const folder = join(root, 'bench', 'results');

/** What was measured of one measure, the last time that it was run whole. */
export interface Results {
  measure: string;
  /** When it was over, ISO 8601 in UTC. */
  at: string;
  machine: Machine;
  /** Turns of each side. */
  rounds: number;
  lines: Line[];
}

export interface Machine {
  processors: string;
  count: number;
  memoryBytes: number;
  system: string;
  node: string;
  /** What was measured. */
  commit: string;
}

/** Keeps the lines of one measure in bench/results/, in the place of what was there. */
export function saveResults(measure: string, rounds: number, lines: Line[]): void {
  const results: Results = {
    measure,
    at: new Date().toISOString(),
    machine: describeMachine(),
    rounds,
    lines,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${measure}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

/** Null where it was never measured here. */
export function readResults(measure: string): Results | null {
  try {
    return JSON.parse(readFileSync(join(folder, `${measure}.json`), 'utf8'));
  } catch {
    return null;
  }
}

function describeMachine(): Machine {
  const processors = cpus();
  return {
    processors: processors[0]?.model.trim() ?? 'unknown',
    count: processors.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    commit: commit(),
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** A line of results as it is printed. */
export function format(line: Line): string {
  const { measure, variant, unit, parley, baselines, cpu, microseconds, target, isMet, note } = line;
  const parts = [
    `${number(parley)} ${unit}`,
    ...baselines.map(({ name, value, ratio }) => `${name} ${number(value)} (${ratio.toFixed(2)})`),
    ...(microseconds ? [`server ${costs(microseconds)} µs each`] : []),
    ...(cpu ? [`processors: ${shares(cpu)}`] : []),
    ...(target ? [`target: ${target}: ${isMet ? 'met' : 'missed'}`] : []),
    ...(note ? [note] : []),
  ];
  return `  ${[measure, variant].filter(Boolean).join(', ')}: ${parts.join('; ')}`;
}

function costs({ parley, baselines }: NonNullable<Line['microseconds']>): string {
  const others = Object.entries(baselines).map(([name, value]) => `${name} ${number(value)}`);
  return [number(parley), ...others].join(', ');
}

function shares({ server, database, load }: NonNullable<Line['cpu']>): string {
  return `server ${server.toFixed(2)}, database ${database.toFixed(2)}, load ${load.toFixed(2)}`;
}

/** Three digits that count, with thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return 'unknown';
  return (Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))).toLocaleString('en');
}
