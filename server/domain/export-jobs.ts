import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type ExportId, exportId as parseId, type UserId } from '#contract/ids.ts';
import { queryRow, queryRows } from '#platform/database.ts';
import { freeBytes, leastFree } from '#platform/disk.ts';
import { defineJob, type JobRun } from '#platform/jobs.ts';

// How an export comes to be a file. Who may ask for one is in exports.ts; what is in it, in server/takeout/.

/** What somebody takes along, and where to. */
export interface ExportTask {
  scope: 'own' | 'workspace';
  everything: boolean;
  userId: UserId;
  file: string;
  signal: AbortSignal;
  onProgress(done: number, total: number): Promise<void>;
}

/** Where the files of exports are, and what writes them. */
interface ExportFiles {
  /** Absolute path; instances that share a database share it. */
  folder: string;
  /** Gives the file's bytes. */
  write(task: ExportTask): Promise<{ bytes: number }>;
}

let opened: ExportFiles | null = null;

/** Lets this process make exports and serve their files, until the function it gives is called. */
export function openExports(files: ExportFiles): () => undefined {
  opened = files;
  return () => {
    opened = null;
  };
}

/** Where the file of an export is, or would be; null where this process has nothing to do with files. */
export function exportFile(id: ExportId): string | null {
  return opened ? join(opened.folder, `${id}.tar`) : null;
}

/** Removes the file of an export, if it is there. */
export async function removeExportFile(id: ExportId): Promise<void> {
  const file = exportFile(id);
  if (file === null) return;
  // What an instance that died has begun lies beside it.
  for (const path of [file, `${file}.partial`]) await rm(path, { force: true });
}

/** Writes the file of an export. Tried again after a stop, it begins anew: everything is as at one moment in it. */
export const makeExport = defineJob('export', {
  data: z.object({ exportId: parseId }),
  key: ({ exportId }) => exportId,
  retryLimit: 3,
  timeout: 6 * 60 * 60,
  handler: ({ exportId }, run) => make(exportId, run),
});

interface ExportRow {
  id: ExportId;
  user_id: UserId;
  scope: 'own' | 'workspace';
  everything: boolean;
}

async function make(id: ExportId, { signal }: JobRun): Promise<void> {
  // A role that somebody has lost while it waited counts.
  const row = await queryRow<ExportRow>(
    'export-begin',
    `UPDATE export e SET state = 'running', done = 0 FROM "user" u
     WHERE e.id = $1 AND e.state IN ('waiting', 'running') AND u.id = e.user_id AND ${mayHave}
     RETURNING e.id, e.user_id, e.scope, e.everything`,
    [id],
  );
  const file = exportFile(id);
  try {
    if (!row || file === null || !opened) throw new GivenUp('You may not take this along any more.');
    await removeExportFile(id);
    await requireRoom(opened.folder);
    const { bytes } = await opened.write({
      scope: row.scope,
      everything: row.everything,
      userId: row.user_id,
      file,
      signal,
      onProgress: progressOf(id, opened.folder),
    });
    if (!(await end(id, 'ready', bytes, ''))) await removeExportFile(id);
  } catch (error) {
    await removeExportFile(id);
    if (!(error instanceof GivenUp)) throw error;
    await end(id, 'failed', null, error.message);
  }
}

/** SQL: whether the user `u` may have the export `e` now. */
export const mayHave = `u.suspended_at IS NULL AND u.removed_at IS NULL AND (e.scope = 'own' OR u.role = 'owner')`;

/** A file that nobody waits for any more, or that there is no room for. */
class GivenUp extends Error {}

/** Milliseconds between two notes of how far it is. */
const NOTED_EVERY = 1_000;

/** Notes how far an export is; throws when it was deleted meanwhile or the disk gets full. */
function progressOf(id: ExportId, folder: string): ExportTask['onProgress'] {
  let noted = 0;
  return async (done, total) => {
    if (performance.now() - noted < NOTED_EVERY) return;
    noted = performance.now();
    const row = await queryRow(
      'export-progress',
      `UPDATE export SET done = $2, total = $3 WHERE id = $1 AND state = 'running' RETURNING id`,
      [id, done, total],
    );
    if (!row) throw new GivenUp('It was deleted.');
    await requireRoom(folder);
  };
}

async function requireRoom(folder: string): Promise<void> {
  if ((await freeBytes(folder)) < leastFree)
    throw new GivenUp('The disk of the server is full: ask whoever runs it.');
}

/** Whether it was still wanted. */
async function end(
  id: ExportId,
  state: 'ready' | 'failed',
  bytes: number | null,
  reason: string,
): Promise<boolean> {
  const row = await queryRow(
    'export-end',
    `UPDATE export SET state = $2, bytes = $3, reason = $4 WHERE id = $1 AND state IN ('waiting', 'running') RETURNING id`,
    [id, state, bytes, reason],
  );
  return row !== null;
}

/** Removes what is over, every hour; and says of what became a dead letter that nothing comes of it. */
export const removeExpiredExports = defineJob('expired-exports', {
  data: z.object({}),
  schedule: '23 * * * *',
  poll: 20,
  async handler() {
    const gone = await queryRows<{ id: ExportId }>(
      'export-expire',
      'DELETE FROM export WHERE expires_at < now() RETURNING id',
      [],
    );
    for (const { id } of gone) await removeExportFile(id);
    await removeStrays();
    await queryRows(
      'export-abandon',
      `UPDATE export SET state = 'failed', reason = 'It could not be made: try again.'
       WHERE state IN ('waiting', 'running') AND created_at < now() - interval '1 day'`,
      [],
    );
  },
});

/** Milliseconds after which a file that no row knows is removed: those of a database that was restored, say. */
const STRAY_AFTER = 24 * 60 * 60_000;

async function removeStrays(): Promise<void> {
  if (!opened) return;
  const { folder } = opened;
  for (const name of await readdir(folder).catch(() => [])) {
    const parsed = parseId.safeParse(name.slice(0, 36));
    const found = parsed.success ? await stat(join(folder, name)).catch(() => null) : null;
    if (!parsed.success || !found || found.mtimeMs > Date.now() - STRAY_AFTER) continue;
    const row = await queryRow('export-known', 'SELECT id FROM export WHERE id = $1', [parsed.data]);
    if (!row) await rm(join(folder, name), { force: true });
  }
}
