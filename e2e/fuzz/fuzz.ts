import type { Memory } from './heap.ts';
import { httpSurface } from './http-surface.ts';
import { operationsSurface } from './operations-surface.ts';
import { type Found, type Surface, search } from './search.ts';
import { socketSurface } from './socket-surface.ts';
import { type Subject, startSubject } from './subject.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface FuzzOptions {
  /** Whatever is tried follows from these. */
  seeds: number[];
  /** All of them together. */
  inputs: number;
  say: (sentence: string) => void;
  /** Ends it early. */
  signal: AbortSignal;
}

/** How the inputs are shared out. */
const shares = { operations: 0.35, HTTP: 0.45, socket: 0.2 };
/** The part of all inputs that a server with its ordinary limits gets; there a refusal for too many calls is right. */
const limitedShare = 0.05;
/** The part that comes before the memory is measured for the first time. */
const warmUpShare = 0.3;
/** What the memory may grow by after that, in bytes: caches that fill and what limits remember for a minute. */
const heapGrowth = { once: 24 * 1024 * 1024, each: 150 };
const residentGrowth = 256 * 1024 * 1024;
const mebibytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** Tries the production server from outside with generated inputs; gives what was found. Leaves no process behind. */
export async function fuzz({ seeds, inputs, say, signal }: FuzzOptions): Promise<Found[]> {
  const limited = Math.round(inputs * limitedShare);
  const free = inputs - limited;
  const found = await withSubject({ LIMIT_FACTOR: '1000000' }, signal, free, async (subject) => {
    const workspace = await createWorkspace(subject.url);
    const measured: Memory[] = [];
    let known: Found[] = [];
    let tried = 0;
    for (const { seed, share } of phasesOf(seeds)) {
      const count = Math.round(free * share);
      known = await tryAll(workspace, subject, seed, count, false, known);
      tried += count;
      if (subject.signal.aborted) break;
      const memory = await subject.probe.measure();
      measured.push(memory);
      say(`${tried} inputs tried; the server's heap holds ${mebibytes(memory.heap)}.`);
    }
    return [...known, ...memoryFaults(measured.at(0), measured.at(-1), free)];
  });
  if (signal.aborted) return found;
  say(`${limited} inputs with the ordinary limits.`);
  return withSubject({ LIMIT_FACTOR: '1' }, signal, limited, async (subject) =>
    tryAll(await createWorkspace(subject.url), subject, (seeds.at(-1) ?? 0) + 2, limited, true, found),
  );
}

/** What is tried between two looks at the memory: a part of one seed's inputs first, or those of each seed in turn. */
function phasesOf(seeds: number[]): { seed: number; share: number }[] {
  const [seed] = seeds;
  if (seed === undefined || seeds.length > 1)
    return seeds.map((each) => ({ seed: each, share: 1 / seeds.length }));
  return [
    { seed, share: warmUpShare },
    { seed: seed + 1, share: 1 - warmUpShare },
  ];
}

async function withSubject(
  settings: Record<string, string>,
  signal: AbortSignal,
  inputs: number,
  work: (subject: Subject) => Promise<Found[]>,
): Promise<Found[]> {
  const subject = await startSubject(settings, signal);
  try {
    const found = await work(subject);
    return [...found, ...(await subject.stop(inputs))];
  } catch (error) {
    await subject.stop(inputs);
    throw error;
  }
}

/** All surfaces beside each other, each with its share. */
async function tryAll(
  workspace: Workspace,
  { signal }: Subject,
  seed: number,
  inputs: number,
  areLimitsDefault: boolean,
  known: Found[] = [],
): Promise<Found[]> {
  const operations = operationsSurface(workspace, { areLimitsDefault });
  const run = <Input>(surface: Surface<Input>, share: number) =>
    search(surface, {
      seed,
      inputs: Math.round(inputs * share),
      signal,
      known: known.filter((found) => found.surface === surface.name),
    });
  try {
    const found = await Promise.all([
      run(operations, shares.operations),
      run(httpSurface(workspace), shares.HTTP),
      run(socketSurface(workspace), shares.socket),
    ]);
    return [...known.filter((one) => one.surface === 'server'), ...found.flat()];
  } finally {
    operations.close();
  }
}

function memoryFaults(before: Memory | undefined, after: Memory | undefined, inputs: number): Found[] {
  if (!(before && after) || before === after) return [];
  const faults: Found[] = [];
  const note = (kind: string, from: number, to: number) =>
    faults.push({
      surface: 'server',
      kind,
      details: `from ${mebibytes(from)} to ${mebibytes(to)}`,
      smallest: ['the run as a whole'],
      times: 1,
      shrinkingMs: 0,
    });
  if (after.heap > before.heap + heapGrowth.once + heapGrowth.each * inputs)
    note('the heap grows', before.heap, after.heap);
  if (before.resident && after.resident && after.resident > before.resident + residentGrowth)
    note('the resident memory grows', before.resident, after.resident);
  return faults;
}
