/** Facts that a check found, such as free bytes. Shown to operators only: they may tell of other machines. */
export type HealthDetails = Record<string, string | number | boolean | null>;

export interface HealthCheck {
  name: string;
  /** Whether the instance cannot serve without it; a failure of any other one is told and changes nothing else. */
  isCritical: boolean;
  /** Resolves with what it found, or rejects with an error whose message says what is wrong. */
  check: () => Promise<HealthDetails | undefined> | HealthDetails | undefined;
}

export interface CheckReport {
  ok: boolean;
  /** How long the check took, in whole milliseconds. */
  ms: number;
  /** Why it is not ok: for operators only. */
  reason?: string;
  details?: HealthDetails;
}

export interface HealthReport {
  /** `degraded`: it serves, and something that is not critical fails. */
  status: 'ready' | 'degraded' | 'unavailable';
  checks: Record<string, CheckReport>;
}

/** Milliseconds that one check may take, and for which its findings are good. */
const TIMEOUT = 3_000;
const GOOD_FOR = 1_000;

interface Entry {
  check: HealthCheck;
  /** The run that has not ended, perhaps long after its time was up: another is not begun beside it. */
  running: { report: Promise<CheckReport>; started: number } | null;
}

const entries = new Map<string, Entry>();
type Told = (name: string, report: CheckReport) => void;

let tell: Told = () => undefined;
/** The checks that failed the last time. */
const failing = new Set<string>();

/** Says who is told when a check begins to fail, and when it is well again. */
export function onHealthChange(next: Told): void {
  tell = next;
}

let current: { report: Promise<HealthReport>; until: number } | null = null;

/**
 * Adds a check to what `/readyz` tells, in the place of one of the same name. Gives the function that removes it
 * again.
 */
export function addHealthCheck(check: HealthCheck): () => void {
  const entry: Entry = { check, running: null };
  entries.set(check.name, entry);
  current = null;
  return () => {
    if (entries.get(check.name) !== entry) return;
    entries.delete(check.name);
    failing.delete(check.name);
    current = null;
  };
}

/**
 * What all checks find, side by side. Findings are good for a second, so that a flood of questions costs one; they are
 * never older than that when the first asks again.
 */
export function readHealth(): Promise<HealthReport> {
  if (current && performance.now() < current.until) return current.report;
  const report = runChecks();
  // Good from its end on: until then everybody waits for the same one.
  const mine = { report, until: Number.POSITIVE_INFINITY };
  current = mine;
  void report.then(() => {
    mine.until = performance.now() + GOOD_FOR;
  });
  return report;
}

async function runChecks(): Promise<HealthReport> {
  const found = await Promise.all(
    [...entries.values()].map(async (entry) => ({ check: entry.check, report: await runInTime(entry) })),
  );
  for (const { check, report } of found) noteChange(check.name, report);
  const failed = found.filter(({ report }) => !report.ok);
  const isUnavailable = failed.some(({ check }) => check.isCritical);
  return {
    status: isUnavailable ? 'unavailable' : failed.length > 0 ? 'degraded' : 'ready',
    checks: Object.fromEntries(found.map(({ check, report }) => [check.name, report])),
  };
}

function noteChange(name: string, report: CheckReport): void {
  if (report.ok === !failing.has(name)) return;
  if (report.ok) failing.delete(name);
  else failing.add(name);
  tell(name, report);
}

async function runInTime(entry: Entry): Promise<CheckReport> {
  const running = entry.running ?? begin(entry);
  const late = Promise.withResolvers<CheckReport>();
  const left = Math.max(0, running.started + TIMEOUT - performance.now());
  const timer = setTimeout(
    () => late.resolve({ ok: false, ms: TIMEOUT, reason: `There was no answer within ${TIMEOUT} ms.` }),
    left,
  );
  try {
    return await Promise.race([running.report, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function begin(entry: Entry): NonNullable<Entry['running']> {
  const started = performance.now();
  const report = run(entry.check, started).finally(() => {
    entry.running = null;
  });
  entry.running = { report, started };
  return entry.running;
}

async function run({ check }: HealthCheck, started: number): Promise<CheckReport> {
  try {
    const details = await check();
    return { ok: true, ms: since(started), ...(details ? { details } : {}) };
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    return { ok: false, ms: since(started), reason };
  }
}

function since(started: number): number {
  return Math.round(performance.now() - started);
}
