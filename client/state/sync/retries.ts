import { Refusal } from '#contract/errors.ts';
import { backOff } from './connection.ts';

/** Things that failed for now, each by a key, and when they are tried again. */
export interface Retries {
  /** It failed: it is tried again, later each time, or when the server said. */
  failed(key: string, error: unknown): void;
  /** It is done, or not wanted any more. */
  settled(key: string): void;
  stop(): void;
}

export function createRetries(again: (key: string) => void): Retries {
  const attempts = new Map<string, number>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function settled(key: string) {
    clearTimeout(timers.get(key));
    timers.delete(key);
    attempts.delete(key);
  }

  return {
    failed(key, error) {
      const attempt = attempts.get(key) ?? 0;
      attempts.set(key, attempt + 1);
      clearTimeout(timers.get(key));
      const retry = () => {
        timers.delete(key);
        again(key);
      };
      timers.set(key, setTimeout(retry, waitAfter(error) ?? backOff(attempt)));
    },
    settled,
    stop() {
      for (const key of [...timers.keys()]) settled(key);
    },
  };
}

const longestWait = 30_000;

/** How long to wait before sending again, in ms; null when the server refused for good. */
export function retryDelay(refusal: unknown, attempt: number): number | null {
  const wait = waitAfter(refusal);
  if (wait !== null) return wait;
  // What is not an answer of the server says nothing about the message: keep it.
  const code = refusal instanceof Refusal ? refusal.code : 'unavailable';
  if (code === 'unavailable' || code === 'unauthenticated')
    return Math.min(longestWait, 1_000 * 2 ** attempt);
  return null;
}

/** Asks again after the time that the server names, when it was asked too often. */
export async function whenAllowed<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const wait = waitAfter(error);
      if (wait === null) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/** Whether the same call may be answered another time. */
export function isPassing(error: unknown): boolean {
  return error instanceof Refusal && (error.code === 'unavailable' || error.code === 'rate_limited');
}

/** Whether the thing asked about is not there, or not for me. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'not_found';
}

/** How long the server wants to be left alone, in ms; null when it was not that. */
export function waitAfter(error: unknown): number | null {
  if (!(error instanceof Refusal) || error.code !== 'rate_limited') return null;
  return (error.retryAfter ?? 1) * 1_000;
}
