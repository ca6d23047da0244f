import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import { standingsOf } from './standings.ts';
import { changedSince, isWrittenSince } from './sync-cursors.ts';
import { type UserRow, userColumns } from './users.ts';

// Everybody who comes back asks who changed since they were here, and only all users together tell. Where many come at
// once, all users are looked through once for all of them.

/** A user as the list of users sorts them. */
export type ListedRow = UserRow & { sort: string };

interface Question {
  userId: UserId;
  /** The transaction from which on a change is news. */
  horizon: number;
}

/**
 * Everybody who changed since then, sorted as in the list of users, for somebody who is no guest (a guest sees nobody by
 * it); null when those who ask now have missed more than a page between them.
 */
export const findChangedUsers: (question: Question) => Promise<ListedRow[] | null> = inBatches(
  async (questions) => {
    const oldest = Math.min(...questions.map(({ horizon }) => horizon));
    const rows = await queryRows<ListedRow & { written: string }>(
      'users-changed',
      `SELECT ${userColumns}, lower(u.name) AS sort, u.xmin::text AS written FROM "user" u
       WHERE ${changedSince('u', '$1')} ORDER BY lower(u.name), u.id LIMIT $2`,
      [oldest, limits.page + 1],
    );
    if (rows.length > limits.page) return () => null;
    // Asked for afterwards: who has become a guest meanwhile sees none of them.
    const standings = await standingsOf([...new Set(questions.map(({ userId }) => userId))]);
    return ({ userId, horizon }) =>
      standings.get(userId) === 'guest'
        ? []
        : rows.filter(({ written }) => isWrittenSince(Number(written), horizon));
  },
);
