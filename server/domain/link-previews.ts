import { z } from 'zod';
import { type FileId, fileId, type MessageId } from '#contract/ids.ts';
import type { LinkPreview, PreviewOfMessage } from '#contract/link-previews.ts';
import type { Message } from '#contract/messages.ts';
import { type Query, queryRows } from '#platform/database.ts';
import { files } from '#platform/files.ts';
import { defineJob } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { changeMessage } from './message-changes.ts';
import { deleting } from './message-deletion.ts';

// What messages show of the pages that they link to. It is written into the message's own row, for whoever reads it; a
// row of `message_preview` says that what was read of a page is still shown somewhere.

/** Writes down what a message shows from now on, in the transaction that gives it its next version. */
export async function showPreviews(
  query: Query,
  id: MessageId,
  previews: readonly LinkPreview[],
): Promise<void> {
  const ids = previews.map((preview) => preview.id);
  await query('DELETE FROM message_preview WHERE message_id = $1 AND preview_id <> ALL($2)', [id, ids]);
  await query(
    `INSERT INTO message_preview (message_id, preview_id) SELECT $1, id FROM unnest($2::uuid[]) AS p(id)
     ON CONFLICT DO NOTHING`,
    [id, ids],
  );
  await query('UPDATE message SET previews = $2 WHERE id = $1', [
    id,
    previews.length === 0 ? null : JSON.stringify(previews),
  ]);
}

/** Takes a preview away from a message for good; for its author, and whoever may delete it. Once is enough. */
export function removePreview(actor: Actor, { id, previewId }: PreviewOfMessage): Promise<Message> {
  return changeMessage(actor, id, deleting, async ({ message, query }) => {
    const shown = message.previews ?? [];
    const removed = shown.find((preview) => preview.id === previewId);
    if (!removed || message.deletedAt) return false;
    await query('UPDATE message SET removed_links = array_append(removed_links, $2) WHERE id = $1', [
      id,
      removed.url,
    ]);
    await showPreviews(
      query,
      id,
      shown.filter((preview) => preview !== removed),
    );
    return true;
  });
}

/** Rows that one statement removes. */
const AT_ONCE = 200;

/** Removes, every hour, what was read of pages a while ago and no message shows. */
export const removeOldPreviews = defineJob('old-previews', {
  data: z.object({}),
  schedule: '23 * * * *',
  retryLimit: 3,
  poll: 20,
  handler: (_data, { signal }) => sweepPreviews(signal),
});

/** The row goes first: what is left then is a file that nobody knows, which the sweep of files removes. */
export async function sweepPreviews(stop: AbortSignal): Promise<void> {
  for (;;) {
    const removed = await queryRows<{ image_id: FileId | null }>(
      'previews-old',
      `DELETE FROM link_preview WHERE id IN (
         SELECT p.id FROM link_preview p WHERE p.expires_at < now() - interval '1 hour'
           AND NOT EXISTS (SELECT FROM message_preview m WHERE m.preview_id = p.id)
         ORDER BY p.expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING image_id`,
      [AT_ONCE],
    );
    for (const { image_id: id } of removed) if (id !== null) await files().remove(fileId.parse(id));
    if (removed.length < AT_ONCE) return;
    stop.throwIfAborted();
  }
}
