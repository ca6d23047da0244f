import type { ConversationId } from '#contract/ids.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';

/** The conversations whose events the actor receives. */
export async function listHeard(actor: Actor): Promise<ConversationId[]> {
  const rows = await queryRows<{ conversation_id: ConversationId }>(
    'member-conversations',
    'SELECT conversation_id FROM member WHERE user_id = $1',
    [actor.userId],
  );
  return rows.map((row) => row.conversation_id);
}
