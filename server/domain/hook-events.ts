import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';

// What happens in a conversation and is no message is written down for the hooks that are told of it, in the transaction
// that does it and under the conversation's lock; nothing is, where there are no such hooks.

/** SQL: stores an event for each row of `source`, which has the conversation's `id` and `version`, and the event's `data`. */
function insertHookEvents(source: string, type: string): string {
  return `INSERT INTO hook_event (conversation_id, number, version, type, data)
    SELECT s.id, k.last + row_number() OVER (PARTITION BY s.id ORDER BY s.data)::int, s.version, '${type}', s.data
    FROM (${source}) AS s
    CROSS JOIN LATERAL (
      SELECT greatest(max(p.event_number), (
        SELECT coalesce(max(e.number), 0) FROM hook_event e WHERE e.conversation_id = s.id
      )) AS last
      FROM hook_position p WHERE p.conversation_id = s.id HAVING count(*) > 0
    ) AS k`;
}

/** Notes that a conversation's facts have changed. The caller holds its lock. */
export async function noteConversationForHooks(query: Query, id: ConversationId): Promise<void> {
  await query(
    insertHookEvents(
      `SELECT c.id, c.version, jsonb_build_object('name', c.name, 'topic', c.topic, 'archivedAt', c.archived_at) AS data
       FROM conversation c WHERE c.id = $1`,
      'conversation.changed',
    ),
    [id],
  );
}

/** Notes who has joined or left a conversation that is no thread. The caller holds its lock. */
export async function noteMembersForHooks(
  query: Query,
  id: ConversationId,
  userIds: UserId[],
  type: 'member.joined' | 'member.left',
): Promise<void> {
  if (userIds.length === 0) return;
  await query(
    insertHookEvents(
      `SELECT c.id, c.version, jsonb_build_object('userId', u.id) AS data
       FROM conversation c, unnest($2::uuid[]) AS u(id) WHERE c.id = $1 AND c.parent_id IS NULL`,
      type,
    ),
    [id, userIds],
  );
}
