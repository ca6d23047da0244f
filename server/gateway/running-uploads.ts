import { Refusal } from '#contract/errors.ts';
import type { Actor } from '#domain/actor.ts';
import { Counts } from './counts.ts';

/** Uploads that have not ended, or parts of them, by user: each holds a connection and writes to the disk. */
const running = new Counts('runningUploads');

/** Runs with few others of the same user. Throws `rate_limited` when there are more. */
export async function oneOfFew<Result>({ userId }: Actor, work: () => Promise<Result>): Promise<Result> {
  if (!running.take(userId))
    throw new Refusal('rate_limited', 'Several of your uploads are not done yet: wait for them.', {
      retryAfter: 5,
    });
  try {
    return await work();
  } finally {
    running.release(userId);
  }
}
