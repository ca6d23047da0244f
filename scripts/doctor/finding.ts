import type { Config } from '#platform/config.ts';

/** Something that is wrong with an installation. Neither sentence ever holds a secret. */
export interface Finding {
  subject: string;
  problem: string;
  /** What to do about it. */
  advice: string;
}

/** What is looked at, and how it is looked at. */
export interface Installation {
  config: Config;
  env: NodeJS.ProcessEnv;
  /** Processes of Parley that use the same database. */
  instances: number;
  /** Milliseconds, as `Date.now` has them. */
  now(): number;
  /** Bytes that must be free on the disk. */
  leastFree: number;
}

/** Looks at one side of an installation. Rejects with nothing: what it cannot see is a finding too. */
export type Look = (installation: Installation) => Promise<Finding[]>;

/** The findings of one subject, written down as they come. */
export function createFindings(subject: string) {
  const findings: Finding[] = [];
  return {
    findings,
    /** Notes a fault, if it is one. */
    when(isWrong: boolean, problem: string, advice: string): void {
      if (isWrong) findings.push({ subject, problem, advice });
    },
  };
}

/** An error in the words of whoever threw it, down to its cause, which with connections says most. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? wordsOf(error.cause) : error.message.replace(/\.$/, '') || error.name;
}
