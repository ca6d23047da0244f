import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visibleTo } from './conversation-rows.ts';
import { noConversation } from './permissions.ts';
import type { Readable } from './readable-state.ts';

/**
 * The conversation, if the user may read it: one row or none. Both are names of columns, of rows that are not called c,
 * i, m, o, u or mine. Each table is looked at by its key, so that PostgreSQL keeps a plan for many such questions.
 */
export function selectReadable(userId: string, conversationId: string): string {
  return `
  SELECT c.version, c.first_seq, c.last_seq,
    concat_ws('.', c.xmin, c.version, (SELECT concat_ws('.', epoch, pg_postmaster_start_time()) FROM workspace)) AS state
  FROM (SELECT c.*, c.xmin FROM conversation c WHERE c.id = ${conversationId} LIMIT 1) AS c
  LEFT JOIN LATERAL (
    SELECT m.user_id FROM member m WHERE m.conversation_id = c.id AND m.user_id = ${userId} LIMIT 1
  ) AS mine ON true
  WHERE ${visibleTo(userId)}`;
}

type Question = { userId: UserId; conversationId: ConversationId };

interface ReadableRow extends Readable {
  position: number;
  may_come_in: boolean;
}

const ask = inBatches(async (questions: Question[]) => {
  const asked = questions.map(({ userId, conversationId }, position) => ({
    userId,
    conversationId,
    position,
  }));
  const rows = await queryRows<ReadableRow>('conversation-readable', selectAsked, [JSON.stringify(asked)]);
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return (_question, index) => byPosition.get(index) ?? null;
});

/**
 * PostgreSQL keeps a plan for this only because it guesses the same number of questions whatever is asked: of arrays it
 * knows how long they are, and would plan each time.
 */
const selectAsked = `
SELECT r.position, c.*, p.suspended_at IS NULL AND p.removed_at IS NULL AS may_come_in
FROM json_to_recordset($1::json) AS r("userId" uuid, "conversationId" uuid, position int)
CROSS JOIN LATERAL (SELECT * FROM "user" WHERE id = r."userId" LIMIT 1) AS p
CROSS JOIN LATERAL (${selectReadable('r."userId"', 'r."conversationId"')}) AS c`;

/**
 * The conversation, if the actor may read it at the moment of asking: what `findPermitted` says of `read`, for many who
 * ask at once, or as it was asked together with who the actor is. Throws `not_found`, and `unauthenticated` for whoever
 * may not come in any more.
 */
export async function findReadable(
  { userId, asked }: Actor,
  conversationId: ConversationId,
): Promise<Readable> {
  if (asked?.conversationId === conversationId) {
    if (!asked.readable) throw noConversation();
    return asked.readable;
  }
  const row = await ask({ userId, conversationId });
  if (!row) throw noConversation();
  if (!row.may_come_in) throw new Refusal('unauthenticated', 'Sign in first.');
  return row;
}
