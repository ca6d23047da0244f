import type { FileQuery } from '#contract/files.ts';
import { queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';

/** Whether a message that the actor may read shows this picture of a page that it links to. */
export async function isShownTo(actor: Actor, { id, messageId }: FileQuery): Promise<boolean> {
  return (await queryRow('preview-image', selectShown, [actor.userId, messageId, id])) !== null;
}

/** The rule `read` of permissions.ts, asked of the conversation that the message is in. */
const selectShown = `SELECT 1 FROM message m JOIN conversation c ON c.id = m.conversation_id
  JOIN "user" i ON i.id = $1 AND i.suspended_at IS NULL AND i.removed_at IS NULL
  LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1
  WHERE m.id = $2 AND m.deleted_at IS NULL AND c.closed_at IS NULL AND ${visible}
    AND m.previews @> jsonb_build_array(jsonb_build_object('image', jsonb_build_object('id', $3::text)))`;
