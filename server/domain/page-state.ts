import { hash } from 'node:crypto';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visibleTo } from './conversation-rows.ts';
import { unreadThread } from './rooms.ts';
import { summarizeSaved } from './saved-list.ts';
import { findUsers } from './sync.ts';
import { type MarkRow, type SyncMark, selectMark } from './sync-cursors.ts';

// Whether the page of a conversation, with its list of conversations, would be made of the same as when it was made
// before. To read all of that anew takes ten times as long as to ask which transactions wrote it.

/** What a page of a conversation is made of, but for users and what is saved. */
export interface PageState {
  /**
   * The same as long as nothing was written of it, see `Readable.state`. Another transaction has another number, and
   * whatever a message, a position or a name changes in the list of conversations is written in one of these rows.
   */
  state: string;
  /** As of a mark that is read at the same moment. */
  mark: Pick<SyncMark, 'horizon' | 'recovery'>;
}

type Question = { userId: UserId; conversationId: ConversationId };

/** Askers in one statement: each may be in a thousand conversations. */
const ASKERS = 20;

/** The rows that `sync` makes conversations of, with who wrote them; what those of users show is asked for as it is. */
const memberships = `
  SELECT md5(string_agg(concat_ws('.', c.id, c.xmin, c.version, mine.xmin, p.xmin, above.xmin), ',' ORDER BY c.id))
  FROM member mine JOIN conversation c ON c.id = mine.conversation_id
  LEFT JOIN conversation p ON p.id = c.parent_id
  LEFT JOIN member above ON above.conversation_id = c.parent_id AND above.user_id = mine.user_id
  WHERE mine.user_id = r."userId" AND (mine.parent_id IS NULL OR (above.user_id IS NOT NULL AND ${unreadThread}))`;

/** Of each question about what its user may read. A plan is kept for this: see `readable.ts`. */
const selectStates = `
WITH mark AS MATERIALIZED (${selectMark})
SELECT r.position, mark.horizon, mark.recovery, concat_ws('|', mark.epoch, w.xmin, pg_postmaster_start_time(), u.xmin,
  coalesce((SELECT s.xmin::text FROM sidebar s WHERE s.user_id = r."userId"), 'none'),
  c.xmin, c.version, coalesce(mine.xmin::text, 'none'),
  coalesce((SELECT p.xmin::text FROM conversation p WHERE p.id = c.parent_id), 'none'), (${memberships})) AS state
FROM json_to_recordset($1::json) AS r("userId" uuid, "conversationId" uuid, position int)
CROSS JOIN mark CROSS JOIN (SELECT xmin FROM workspace LIMIT 1) AS w
CROSS JOIN LATERAL (SELECT c.*, c.xmin FROM conversation c WHERE c.id = r."conversationId" LIMIT 1) AS c
CROSS JOIN LATERAL (SELECT u.xmin FROM "user" u WHERE u.id = r."userId" LIMIT 1) AS u
LEFT JOIN LATERAL (
  SELECT m.user_id, m.xmin FROM member m WHERE m.conversation_id = c.id AND m.user_id = r."userId" LIMIT 1
) AS mine ON true
WHERE ${visibleTo('r."userId"')}`;

interface StateRow extends Pick<MarkRow, 'horizon' | 'recovery'> {
  position: number;
  state: string;
}

const ask = inBatches(async (questions: Question[]) => {
  const asked = questions.map((question, position) => ({ ...question, position }));
  const rows = await queryRows<StateRow>('page-state', selectStates, [JSON.stringify(asked)]);
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return (_question, index) => byPosition.get(index) ?? null;
}, ASKERS);

/** The state of a page at the moment of asking; null where the actor may not read the conversation. */
export async function findPageState(
  { userId }: Actor,
  conversationId: ConversationId,
): Promise<PageState | null> {
  const row = await ask({ userId, conversationId });
  return row && { state: row.state, mark: { horizon: Number(row.horizon), recovery: row.recovery } };
}

/** What else a page shows. Some of it passes with time, and nobody writes that: so it is compared as it is. */
type Shown = Pick<SyncSnapshot, 'users' | 'saved'>;

/** Another one for another thing to show, in whichever order the users come. */
export function digestOfShown({ users, saved }: Shown): string {
  return hash('sha1', JSON.stringify([saved, users.toSorted((one, other) => (one.id < other.id ? -1 : 1))]));
}

/** What there is to show of these users, whom the actor knows, and of what they have saved. */
export async function findShown({ userId }: Actor, userIds: UserId[]): Promise<Shown> {
  const [users, saved] = await Promise.all([findUsers(userIds), summarizeSaved(userId)]);
  return { users, saved };
}
