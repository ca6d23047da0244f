import { createHash } from 'node:crypto';
import type pg from 'pg';
import { createArchive } from '#backup/archive-writer.ts';
import { openCopySession } from '#backup/tables.ts';
import { appliedMigrations, migrationLock } from '#platform/migrations.ts';
import { release } from '#platform/release.ts';
import { SetupError } from '#platform/setup-error.ts';
import { writeAttachments } from './attachments.ts';
import {
  formatVersion,
  type Head,
  headName,
  type Manifest,
  manifestName,
  manifestSumName,
} from './format.ts';
import { workspaceNouns } from './nouns.ts';
import { ownNouns } from './own-nouns.ts';
import { createPartWriter } from './part-writer.ts';
import { writePictures } from './pictures.ts';
import { type Extent, linesOf, takenConversations } from './snapshot.ts';

export interface ExportOptions extends Extent {
  databaseUrl: string;
  /** Absolute path of the archive. */
  file: string;
  /** Gives up when it is aborted, and leaves nothing behind. */
  signal?: AbortSignal;
  /** Told from time to time how many lines are written, of about how many. May throw to give up. */
  onProgress?: (done: number, total: number) => Promise<void>;
}

export interface ExportReport {
  /** Of the archive. */
  bytes: number;
  counts: Manifest['counts'];
}

/**
 * Writes what somebody takes along into a file, as it is at one moment, while everybody else goes on: nobody waits for
 * it, and what it holds in memory does not grow with the workspace. Throws SetupError when there is no workspace.
 */
export async function writeExport(options: ExportOptions): Promise<ExportReport> {
  const session = await openCopySession(options.databaseUrl);
  try {
    await session.query('SELECT pg_advisory_lock_shared($1)', [migrationLock]);
    if ((await appliedMigrations(session)).length === 0)
      throw new SetupError('There is nothing to export: the database holds no Parley yet.');
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const archive = await createArchive(options.file);
    try {
      const report = await writeAll(session, archive, options);
      await session.query('COMMIT');
      return { ...report, bytes: await archive.finish() };
    } catch (error) {
      await archive.abandon();
      throw error;
    }
  } finally {
    await session.end();
  }
}

async function writeAll(
  session: pg.Client,
  archive: Awaited<ReturnType<typeof createArchive>>,
  options: ExportOptions,
): Promise<Pick<ExportReport, 'counts'>> {
  const { scope, everything, signal, onProgress } = options;
  const { rows } = await session.query<{ now: Date }>('SELECT now()');
  const head: Head = {
    format: 'parley-export',
    formatVersion,
    release,
    createdAt: (rows[0]?.now ?? new Date()).toISOString(),
    scope,
    everything,
  };
  await archive.add(headName, jsonOf(head));
  const groups = scope === 'workspace' ? await takenConversations(session, options) : [];
  const total = await expectedLines(session, options, groups);
  const writer = createPartWriter(archive);
  let done = 0;
  for (const noun of scope === 'workspace' ? workspaceNouns : ownNouns)
    await writer.write(noun.name, linesOf(session, noun, options, groups), async (more) => {
      signal?.throwIfAborted();
      done += more;
      await onProgress?.(Math.min(done, total), total);
    });
  const files = await writePictures(session, archive, scope === 'workspace' ? null : options.userId);
  const attachments: Manifest['attachments'] = [];
  const some =
    scope === 'own' ? [{ authorId: options.userId }] : groups.map(({ ids }) => ({ conversationIds: ids }));
  for (const of of some) attachments.push(...(await writeAttachments(session, archive, of, signal)));
  const written = { counts: { ...writer.counts }, parts: [...writer.parts] };
  const manifest: Manifest = { ...head, ...written, files, attachments };
  const text = jsonOf(manifest);
  await archive.add(manifestName, text);
  await archive.add(manifestSumName, Buffer.from(`${createHash('sha256').update(text).digest('hex')}\n`));
  return { counts: manifest.counts };
}

/** About how many lines there are going to be: mostly messages. */
async function expectedLines(
  session: pg.Client,
  { scope, userId }: Extent,
  groups: readonly { ids: string[]; messages: number }[],
): Promise<number> {
  if (scope === 'workspace')
    return groups.reduce((total, { ids, messages }) => total + ids.length + messages, 1);
  const { rows } = await session.query<{ count: number }>(
    'SELECT count(*)::int + 1 AS count FROM message WHERE author_id = $1',
    [userId],
  );
  return rows[0]?.count ?? 1;
}

function jsonOf(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
