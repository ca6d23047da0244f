import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import type { DataExport, ExportQuery, ExportScope, NewExport } from '#contract/exports.ts';
import { type ExportId, exportId as parseId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import { limitCredentials } from '#platform/rate-limit.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { exportFile, makeExport, mayHave, removeExportFile } from './export-jobs.ts';
import { requireRecentSignIn } from './own-account.ts';
import { passwordFits } from './passwords.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

interface ExportRow {
  id: ExportId;
  scope: ExportScope;
  everything: boolean;
  state: DataExport['state'];
  done: number;
  total: number;
  bytes: string | null;
  reason: string;
  created_at: Date;
  expires_at: Date;
}

const columns =
  'e.id, e.scope, e.everything, e.state, e.done, e.total, e.bytes, e.reason, e.created_at, e.expires_at';

function toExport(row: ExportRow): DataExport {
  return {
    id: row.id,
    scope: row.scope,
    everything: row.everything,
    state: row.state,
    progress: row.state === 'ready' ? 1 : row.total === 0 ? 0 : row.done / row.total,
    bytes: row.bytes === null ? null : Number(row.bytes),
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}

/**
 * Asks for an export of one's own data or, for owners, of the workspace: a job makes the file. For a workspace one gives
 * one's password again, or without one has just signed in, because a browser that was left open must not be enough to
 * carry everything away.
 */
export async function createExport(
  actor: Actor,
  { scope, everything = false, password }: NewExport,
): Promise<DataExport> {
  if (scope === 'own' && everything) throw refuseField('everything', 'This is of a workspace only');
  if (scope === 'workspace') await confirmPassword(actor, password);
  const row = await transaction(async (query) => {
    // One after the other: the limit is of those that are there.
    await query('SELECT 1 FROM "user" WHERE id = $1 FOR NO KEY UPDATE', [actor.userId]);
    const action = scope === 'workspace' ? 'exportWorkspace' : 'startDirect';
    await requireInWorkspace(query, actor, action);
    await requireFewer(query, actor, scope);
    const [created] = await query<ExportRow>(
      `INSERT INTO export AS e (id, user_id, scope, everything, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(days => $5)) RETURNING ${columns}`,
      [parseId.parse(uuidv7()), actor.userId, scope, everything, limits.exportDays],
    );
    if (!created) throw new Error('The export was not stored');
    await enqueue(query, makeExport, { exportId: created.id });
    if (scope === 'workspace') await recordAudit(query, actor, 'workspace.exported', null, { everything });
    return created;
  });
  return toExport(row);
}

/** Throws at the field unless it is the actor's password, and for those who have none as `requireRecentSignIn` does. */
async function confirmPassword(actor: Actor, password: string | undefined): Promise<void> {
  const row = await queryRow<{ email: string | null; password_hash: string | null; role: string }>(
    'export-password',
    'SELECT email, password_hash, role FROM "user" WHERE id = $1',
    [actor.userId],
  );
  // Whoever may not do it anyway is told that, and nothing is counted.
  if (row?.role !== 'owner') return;
  if (row.password_hash === null) return requireRecentSignIn(actor);
  if (password === undefined) throw refuseField('password', 'Enter your password');
  await limitCredentials('signIn', actor.address ?? '', row.email);
  if (!(await passwordFits(row.password_hash, password)))
    throw refuseField('password', 'This is not your password');
}

async function requireFewer(query: Query, actor: Actor, scope: ExportScope): Promise<void> {
  const [found] = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM export
     WHERE user_id = $1 AND scope = $2 AND created_at > now() - interval '1 day'`,
    [actor.userId, scope],
  );
  if ((found?.count ?? 0) >= limits.exportsADay)
    throw new Refusal(
      'rate_limited',
      `There may be ${limits.exportsADay} exports a day: wait until tomorrow.`,
      {
        retryAfter: 3_600,
      },
    );
}

/** Of whose exports nothing is shown any more: those that are over, and those that one may not have any longer. */
const shown = `e.user_id = $1 AND e.state <> 'deleted' AND e.expires_at > now() AND ${mayHave}`;

/** One's own exports that are not over, the newest first. */
export async function listExports(actor: Actor, { scope }: ExportQuery): Promise<{ items: DataExport[] }> {
  const rows = await queryRows<ExportRow>(
    'export-list',
    `SELECT ${columns} FROM export e JOIN "user" u ON u.id = e.user_id
     WHERE ${shown} AND e.scope = $2 ORDER BY e.created_at DESC, e.id DESC LIMIT $3`,
    [actor.userId, scope, limits.exportsADay * limits.exportDays],
  );
  return { items: rows.map(toExport) };
}

/** Gives an export up, or removes its file. The day's count keeps it. */
export async function deleteExport(actor: Actor, { exportId }: { exportId: ExportId }): Promise<null> {
  const row = await queryRow(
    'export-delete',
    `UPDATE export e SET state = 'deleted' FROM "user" u WHERE u.id = e.user_id AND ${shown} AND e.id = $2 RETURNING e.id`,
    [actor.userId, exportId],
  );
  if (!row) throw absent();
  await removeExportFile(exportId);
  return null;
}

/** The file of an export that is ready, for whoever asked for it. Throws `not_found`. */
export async function findExportFile(actor: Actor, id: string): Promise<{ file: string; name: string }> {
  const parsed = parseId.safeParse(id);
  const row = parsed.success
    ? await queryRow<ExportRow>(
        'export-file',
        `SELECT ${columns} FROM export e JOIN "user" u ON u.id = e.user_id
         WHERE ${shown} AND e.id = $2 AND e.state = 'ready'`,
        [actor.userId, parsed.data],
      )
    : null;
  const file = row && exportFile(row.id);
  if (!row || !file) throw absent();
  const day = row.created_at.toISOString().slice(0, 10);
  return { file, name: row.scope === 'own' ? `parley-my-data-${day}.tar` : `parley-export-${day}.tar` };
}

function absent(): Refusal {
  return new Refusal('not_found', 'There is no such export.');
}
