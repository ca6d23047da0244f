import { z } from 'zod';
import { type FileId, fileId } from '#contract/ids.ts';
import { queryRows } from '#platform/database.ts';
import type { LyingFile } from '#platform/file-store.ts';
import { files } from '#platform/files.ts';
import { defineJob } from '#platform/jobs.ts';
import { namesOf } from './file-rows.ts';
import { smallName } from './files.ts';

/** Milliseconds that an upload may wait to be used, and a file to be known. */
const GRACE = 24 * 60 * 60_000;
/** Files that one statement removes. */
const AT_ONCE = 200;

/** Removes, every night, the files that nothing uses and those that the database does not know. */
export const removeUnusedFiles = defineJob('unused-files', {
  data: z.object({}),
  schedule: '47 3 * * *',
  poll: 20,
  timeout: 3_600,
  handler: (_data, { signal }) => sweepFiles(new Date(Date.now() - GRACE), signal),
});

/** Removes what has been of no use since before a time. What was removed in part goes with the next sweep. */
export async function sweepFiles(before: Date, stop: AbortSignal): Promise<void> {
  while ((await removeSomeUnused(before)) === AT_ONCE) stop.throwIfAborted();
  await removeLetGo();
  for await (const lying of files().list(before)) {
    stop.throwIfAborted();
    await removeUnknown(lying);
  }
}

/** The row goes first: what is left then is a file that nobody knows, which the sweep removes. */
async function removeSomeUnused(before: Date): Promise<number> {
  const rows = await queryRows<{ id: FileId }>(
    'files-unused',
    `DELETE FROM file WHERE id IN (
       SELECT id FROM file WHERE unused_since < $1 AND message_id IS NULL AND copy_id IS NULL AND scheduled_id IS NULL
       ORDER BY unused_since LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [before.toISOString(), AT_ONCE],
  );
  await removeBytes(rows);
  return rows.length;
}

/** Removes the files whose messages are gone, however these went. */
export async function removeLetGo(): Promise<void> {
  for (;;) {
    const rows = await queryRows<{ id: FileId }>(
      'files-let-go',
      `DELETE FROM file WHERE id IN (
         SELECT id FROM file WHERE purpose = 'attachment' AND unused_since IS NULL AND message_id IS NULL AND copy_id IS NULL
         ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [AT_ONCE],
    );
    await removeBytes(rows);
    if (rows.length < AT_ONCE) return;
  }
}

async function removeBytes(rows: readonly { id: FileId }[]): Promise<void> {
  for (const { id } of rows) for (const name of [...namesOf(id), smallName(id)]) await files().remove(name);
}

async function removeUnknown(lying: LyingFile[]): Promise<void> {
  const ids = lying.map(({ name }) => fileId.safeParse(name?.slice(0, 36)).data ?? null);
  const rows = await queryRows<{ id: FileId }>(
    'files-known',
    'SELECT id FROM file WHERE id = ANY($1) UNION SELECT image_id FROM link_preview WHERE image_id = ANY($1)',
    [ids.filter((id) => id !== null)],
  );
  const known = new Set(rows.map(({ id }) => id));
  for (const [index, file] of lying.entries()) {
    const id = ids[index];
    if (!(id && known.has(id))) await file.remove();
  }
}
