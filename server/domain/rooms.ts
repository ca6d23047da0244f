import type { ConversationId } from '#contract/ids.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';

/** The conversations that the actor has joined, by id: those whose events they receive. */
export async function listJoinedIds(actor: Actor): Promise<ConversationId[]> {
  const rows = await queryRows<{ conversation_id: ConversationId }>(
    'member-conversations',
    'SELECT conversation_id FROM member WHERE user_id = $1 ORDER BY conversation_id',
    [actor.userId],
  );
  return rows.map((row) => row.conversation_id);
}
