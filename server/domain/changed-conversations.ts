import type { ConversationId, UserId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import { type ConversationRow, joinedBy } from './conversation-rows.ts';
import { unreadThread } from './rooms.ts';
import { changedSince } from './sync-cursors.ts';

/** Conversations in one answer of `sync`, at most. */
export const MOST_CHANGED = 1_000;

/** What is asked for of all that changed. */
export interface ChangedPart {
  /** The transaction from which on a change is news; null: everything is. */
  since: number | null;
  /** Those after this one. */
  after: ConversationId | null;
  /** Also of the threads in which nothing is unread. */
  withRead: boolean;
}

type Question = ChangedPart & { userId: UserId };

/** Users in one statement: each may have missed something in a thousand conversations. */
const ASKERS = 20;

/**
 * The conversations that a user has joined (of threads perhaps only those with something unread) which are new
 * to them, changed, or are called after somebody who changed, by id; one more than an answer holds, at most. The users of
 * a direct conversation are read off its key: a join would have PostgreSQL read every user to find the few.
 */
export const listChanged: (question: Question) => Promise<ConversationRow[]> = inBatches(
  async (questions) => {
    const rows = await queryRows<ConversationRow & { position: number }>(
      'sync-conversations',
      selectChanged,
      [JSON.stringify(questions.map((question, position) => ({ ...question, position })))],
    );
    const byPosition = Map.groupBy(rows, ({ position }) => position);
    return (_question, index) => byPosition.get(index) ?? [];
  },
  ASKERS,
);

/** A plan is kept for this: see `readable.ts`. */
const selectChanged = `
SELECT asked.position, found.*
FROM json_to_recordset($1::json) AS asked("userId" uuid, since bigint, "after" uuid, "withRead" boolean, position int)
CROSS JOIN LATERAL (
  ${joinedBy('asked."userId"')}
  WHERE (asked."after" IS NULL OR c.id > asked."after") AND (${changedSince('c', 'asked.since')} OR ${changedSince('mine', 'asked.since')}
    OR (SELECT bool_or(${changedSince('u', 'asked.since')}) FROM "user" u
        WHERE u.id = ANY(string_to_array(c.direct_key, ',')::uuid[])))
    AND (mine.parent_id IS NULL OR (above.user_id IS NOT NULL AND (asked."withRead" OR ${unreadThread})))
  ORDER BY c.id LIMIT ${MOST_CHANGED + 1}
) AS found ORDER BY asked.position, found.id`;
