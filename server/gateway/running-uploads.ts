import { Refusal } from '#contract/errors.ts';
import type { Actor } from '#domain/actor.ts';
import { bound } from '#platform/rate-limit.ts';

/** Uploads that have not ended, or parts of them, by user: each holds a connection and writes to the disk. */
const running = new Map<string, number>();

/** Runs with few others of the same user. Throws `rate_limited` when there are more. */
export async function oneOfFew<Result>({ userId }: Actor, work: () => Promise<Result>): Promise<Result> {
  const count = running.get(userId) ?? 0;
  if (count >= bound('runningUploads'))
    throw new Refusal('rate_limited', 'Several of your uploads are not done yet: wait for them.', {
      retryAfter: 5,
    });
  running.set(userId, count + 1);
  try {
    return await work();
  } finally {
    const left = (running.get(userId) ?? 1) - 1;
    if (left > 0) running.set(userId, left);
    else running.delete(userId);
  }
}
