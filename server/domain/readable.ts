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
  const rows = await queryRows<ReadableRow>('conversation-readable', selectReadable, [
    questions.map(({ userId }) => userId),
    questions.map(({ conversationId }) => conversationId),
  ]);
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return (_question, index) => byPosition.get(index + 1) ?? null;
});

const selectReadable = `
SELECT r.position::int, c.version, c.first_seq, c.last_seq, concat_ws('.', c.xmin, c.version, (SELECT concat_ws('.', epoch, pg_postmaster_start_time()) FROM workspace)) AS state,
  u.suspended_at IS NULL AND u.removed_at IS NULL AS may_come_in
FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS r(user_id, conversation_id, position)
JOIN conversation c ON c.id = r.conversation_id
JOIN "user" u ON u.id = r.user_id
LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = r.user_id
WHERE ${visibleTo('r.user_id')}`;

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
