import { isDatabaseAway } from './database.ts';
import { SetupError } from './setup-error.ts';

/** Why a start failed: one sentence for what the operator can mend; whatever nobody foresaw, whole. */
export function wordsFor(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  if (isDatabaseAway(error))
    return 'The database went away while Parley was starting: start Parley again once the database answers.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
