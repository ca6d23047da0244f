import fc from 'fast-check';
import { excerpt, Finding } from './finding.ts';

/** One way into the server: what is tried on it, and how. */
export interface Surface<Input> {
  name: string;
  inputs: fc.Arbitrary<Input>;
  /** Gives one input to the server and looks at what comes back. Rejects with a Finding. */
  attempt(input: Input): Promise<void>;
  /** The input for somebody who wants to repeat it by hand. */
  print(input: Input): string;
}

/** A finding with the smallest inputs that show it. */
export interface Found {
  surface: string;
  kind: string;
  details: string;
  /** Smallest inputs from different starts: one rule may be broken in several ways. */
  smallest: string[];
  /** Milliseconds spent on making it small. */
  shrinkingMs: number;
  /** Inputs that showed it, those of shrinking left out. */
  times: number;
}

interface Options {
  seed: number;
  inputs: number;
  signal: AbortSignal;
  /** Findings of earlier inputs on the same surface: they are counted on, not shrunk again. */
  known?: Found[];
}

/** Kinds after which a surface is given up: whoever looks has enough to do. */
const mostFindings = 40;
const shrinkWithinMs = 20_000;
/** How often one kind of finding is shrunk, and for how many milliseconds in all: those that hang take long. */
const mostExamples = 4;
const mostShrinkingMs = 10_000;
const seedStep = 1_000_003;

/**
 * Tries `inputs` inputs on a surface, one after the other. A finding is shrunk, noted, and not noted again, so that
 * one run finds all there is.
 */
export async function search<Input>(surface: Surface<Input>, options: Options): Promise<Found[]> {
  const found = new Map((options.known ?? []).map((one) => [one.kind, one]));
  let tried = 0;
  for (let round = 0; tried < options.inputs && found.size < mostFindings; round += 1) {
    if (options.signal.aborted) break;
    const once = await untilNextFinding(surface, found, {
      ...options,
      seed: (options.seed + round * seedStep) | 0,
      inputs: options.inputs - tried,
    });
    tried += once.runs;
    if (once.found) note(found, once.found);
  }
  return [...found.values()];
}

function note(found: Map<string, Found>, one: Found): void {
  const before = found.get(one.kind);
  found.set(one.kind, one);
  if (!before) return;
  one.times += before.times;
  one.shrinkingMs += before.shrinkingMs;
  one.smallest = [...before.smallest, ...one.smallest];
}

/** Whether a finding has been shrunk often enough; then it is only counted. */
function isEnough(before: Found | undefined): boolean {
  if (!before) return false;
  if (before.smallest.length < mostExamples && before.shrinkingMs < mostShrinkingMs) return false;
  before.times += 1;
  return true;
}

/** Runs until something is found that is not known yet, and shrinks that. */
async function untilNextFinding<Input>(
  surface: Surface<Input>,
  known: Map<string, Found>,
  { seed, inputs, signal }: Options,
): Promise<{ runs: number; found: Found | null }> {
  let current: Finding | null = null;
  let foundAt = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(surface.inputs, async (input) => {
    if (signal.aborted || Date.now() > foundAt + shrinkWithinMs) return;
    const finding = await findingOf(surface, input);
    if (!finding || (current && current.kind !== finding.kind) || isEnough(known.get(finding.kind))) return;
    if (!current) foundAt = Date.now();
    current = finding;
    throw finding;
  });
  const { numRuns, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: inputs });
  if (!(counterexample && errorInstance instanceof Finding)) return { runs: numRuns, found: null };
  const { kind, message } = errorInstance;
  const smallest = surface.print(counterexample[0]);
  return {
    runs: numRuns,
    found: {
      surface: surface.name,
      kind,
      details: excerpt(message, 1_500),
      smallest: [smallest],
      shrinkingMs: Date.now() - foundAt,
      times: 1,
    },
  };
}

async function findingOf<Input>(surface: Surface<Input>, input: Input): Promise<Finding | null> {
  try {
    await surface.attempt(input);
    return null;
  } catch (error) {
    if (error instanceof Finding) return error;
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return new Finding(`${surface.name}: the attempt itself failed`, words);
  }
}
