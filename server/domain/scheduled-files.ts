import type { FileId, ScheduledId, UserId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import { unsent } from './file-rows.ts';

// Files of a message that waits for its time wait with it: they are not swept away, and go with no other.

/** Has files wait for a scheduled message; whether all of them are there and the user's to send. */
export async function holdFiles(
  query: Query,
  userId: UserId,
  id: ScheduledId,
  fileIds: readonly FileId[],
): Promise<boolean> {
  if (fileIds.length === 0) return true;
  const held = await query(
    `UPDATE file SET scheduled_id = $1 WHERE id IN (
       SELECT f.id FROM file f WHERE f.id = ANY($3) AND f.owner_id = $2 AND ${unsent} AND f.scheduled_id IS NULL
       ORDER BY f.id FOR UPDATE) RETURNING 1`,
    [id, userId, [...fileIds]],
  );
  return held.length === fileIds.length;
}

/** They wait for nothing any more: for a day they may go with another message. */
export async function letFilesGo(query: Query, id: ScheduledId): Promise<void> {
  await query('UPDATE file SET scheduled_id = NULL, unused_since = now() WHERE scheduled_id = $1', [id]);
}
