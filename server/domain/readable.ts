import { Refusal } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visibleTo } from './conversation-rows.ts';
import { noConversation } from './permissions.ts';

/** What reading a conversation's messages needs to know of it. */
export interface Readable {
  version: number;
  first_seq: number;
  last_seq: number;
  /**
   * The same as long as nothing was done to the conversation or its messages: whatever is done to these changes its row
   * in the same transaction. A restore or an import changes the workspace's epoch, and a database that comes back as it
   * was some moments before, and gives numbers out anew, was started since.
   */
  state: string;
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
  const rows = await queryRows<ReadableRow>('conversation-readable', selectReadable, [JSON.stringify(asked)]);
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return (_question, index) => byPosition.get(index) ?? null;
});

/**
 * PostgreSQL keeps a plan for this only because it guesses the same number of questions whatever is asked: of arrays it
 * knows how long they are, and would plan each time. Each table is looked at by its key, question by question.
 */
const selectReadable = `
SELECT r.position, c.version, c.first_seq, c.last_seq, u.may_come_in,
  concat_ws('.', c.xmin, c.version, (SELECT concat_ws('.', epoch, pg_postmaster_start_time()) FROM workspace)) AS state
FROM json_to_recordset($1::json) AS r("userId" uuid, "conversationId" uuid, position int)
CROSS JOIN LATERAL (SELECT c.*, c.xmin FROM conversation c WHERE c.id = r."conversationId" LIMIT 1) AS c
CROSS JOIN LATERAL (
  SELECT u.suspended_at IS NULL AND u.removed_at IS NULL AS may_come_in FROM "user" u WHERE u.id = r."userId" LIMIT 1
) AS u
LEFT JOIN LATERAL (
  SELECT m.user_id FROM member m WHERE m.conversation_id = c.id AND m.user_id = r."userId" LIMIT 1
) AS mine ON true
WHERE ${visibleTo('r."userId"')}`;

/**
 * The conversation, if the actor may read it at the moment of asking: what `findPermitted` says of `read`, for many who
 * ask at once. Throws `not_found`, and `unauthenticated` for whoever may not come in any more.
 */
export async function findReadable({ userId }: Actor, conversationId: ConversationId): Promise<Readable> {
  const row = await ask({ userId, conversationId });
  if (!row) throw noConversation();
  if (!row.may_come_in) throw new Refusal('unauthenticated', 'Sign in first.');
  return row;
}
