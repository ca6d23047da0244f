import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { clientId, type MessageId, type ReportId, type UserId } from '#contract/ids.ts';
import type { ReportCount, ReportEnd } from '#contract/reports.ts';
import { type Query, transaction } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { changeMessageUnasked } from './message-changes.ts';
import { removeFor } from './message-deletion.ts';
import { answerReport } from './messages-on-behalf.ts';
import { suspendUser } from './people.ts';
import { isKeptFrom } from './report-rows.ts';
import { announceReports, countReports } from './reports.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

interface OpenReport {
  id: ReportId;
  message_id: MessageId;
  author_id: UserId;
  author_name: string;
  is_open: boolean;
}

/**
 * Does what is to be done about a reported message and closes all its open reports; their reporters are told, and so is
 * the author who is warned, by a direct message of the actor's. The measures come one by one before the report is
 * closed, and each may be repeated: whatever fails leaves it open. Closing it again changes nothing. One about the actor
 * is `not_found`, unless nobody else could close it.
 */
export async function closeReport(actor: Actor, { id, measures, warning }: ReportEnd): Promise<ReportCount> {
  if (measures.includes('warn') && warning === '')
    throw refuseField('warning', 'Say what the author is to know');
  const report = await transaction(async (query) => {
    await requireInWorkspace(query, actor, 'handleReports');
    return readReport(query, actor, id);
  });
  if (!report.is_open) return countReports(actor);
  if (measures.includes('warn') && report.author_id === actor.userId)
    throw new Refusal('conflict', 'You cannot warn yourself.');
  if (measures.includes('suspend')) await suspendUser(actor, { id: report.author_id });
  if (measures.includes('remove')) await removeReported(actor, report.message_id);
  await transaction(async (query) => {
    await requireInWorkspace(query, actor, 'handleReports');
    await query('SELECT 1 FROM report WHERE message_id = $1 AND closed_at IS NULL ORDER BY id FOR UPDATE', [
      report.message_id,
    ]);
    const { is_open: isOpen } = await readReport(query, actor, id);
    if (!isOpen) return;
    const warningId = measures.includes('warn') ? clientId.parse(uuidv7()) : null;
    const closed = await query<{ id: ReportId }>(
      `UPDATE report SET closed_at = clock_timestamp(), closed_by_id = $2, measures = $3,
         warning = CASE WHEN id = $4 THEN $5 ELSE '' END, warning_id = CASE WHEN id = $4 THEN $6::uuid END
       WHERE message_id = $1 AND closed_at IS NULL RETURNING id`,
      [report.message_id, actor.userId, measures, id, warning, warningId],
    );
    const target = { kind: 'user', id: report.author_id, name: report.author_name } as const;
    if (warningId) await recordAudit(query, actor, 'user.warned', target, { messageId: report.message_id });
    await recordAudit(
      query,
      actor,
      'report.closed',
      { kind: 'report', id, name: report.author_name },
      { measures, reports: closed.length },
    );
    for (const { id: reportId } of closed) await enqueue(query, answerReport, { reportId });
  });
  announceReports();
  return countReports(actor);
}

async function readReport(query: Query, actor: Actor, id: ReportId): Promise<OpenReport> {
  const [row] = await query<OpenReport>(
    `SELECT r.id, r.message_id, r.author_id, u.name AS author_name, r.closed_at IS NULL AS is_open
     FROM "user" me, report r JOIN "user" u ON u.id = r.author_id
     WHERE r.id = $1 AND me.id = $2 AND NOT ${isKeptFrom('me')}`,
    [id, actor.userId],
  );
  if (!row) throw new Refusal('not_found', 'There is no such report.');
  return row;
}

/** Deletes the reported message, wherever it stands; one that is gone already stays so. */
async function removeReported(actor: Actor, id: MessageId): Promise<void> {
  await changeMessageUnasked(actor.userId, id, async (change) => {
    await requireInWorkspace(change.query, actor, 'handleReports');
    return removeFor(actor, change);
  }).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
  });
}
