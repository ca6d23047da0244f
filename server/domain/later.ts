import { refuseField } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Query } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { summarizeSaved } from './saved-list.ts';

// What somebody has asked for at a time to come, and is theirs alone.

const DAY = 24 * 60 * 60_000;

/** Throws at the field unless a time (ISO 8601) lies ahead by this machine's clock, and no further than `limits.laterDays`. */
export function requireToCome(field: string, time: string): void {
  const ahead = Date.parse(time) - Date.now();
  if (!(ahead > 0)) throw refuseField(field, 'Choose a time to come');
  if (ahead > limits.laterDays * DAY)
    throw refuseField(field, `Choose a time within ${limits.laterDays} days`);
}

/** Lets one call of a user at a time go on in its transaction: the second counts what the first has stored. */
export async function oneAtATime(query: Query, userId: UserId): Promise<void> {
  await query('SELECT 1 FROM "user" WHERE id = $1 FOR NO KEY UPDATE', [userId]);
}

/** Tells the user's devices what there is of it now. */
export async function announceLater(userId: UserId): Promise<void> {
  live().publish({ user: userId }, 'later', await summarizeSaved(userId));
}
