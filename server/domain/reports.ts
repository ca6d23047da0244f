import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { type ConversationId, type ReportId, reportId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import type { NewReport, OwnReport, Report, ReportCount, ReportQuery } from '#contract/reports.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { afterAnswer, live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { decodeTimeCursor, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { inConversation } from './in-conversation.ts';
import { noMessage, readMessage } from './message-changes.ts';
import { handlesReports, isKeptFrom, type ReportRow, selectReports, toReport } from './report-rows.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

/**
 * Reports a message that the actor can read, with its text, to those who look after reports: also from where these are
 * not. The same again, while nobody has looked at it, gives the report that is there. Throws `conflict` for one's own
 * message, one that is deleted, and too many open reports.
 */
export async function reportMessage(
  actor: Actor,
  { messageId, reason, words }: NewReport,
): Promise<OwnReport | Existing<OwnReport>> {
  const found = await queryRow<{ conversation_id: ConversationId }>(
    'message-conversation',
    'SELECT conversation_id FROM message WHERE id = $1',
    [messageId],
  );
  if (!found) throw noMessage();
  const { report, isNew } = await inConversation(
    actor,
    found.conversation_id,
    'read',
    async ({ query, conversation }) => {
      // The lock under which the reports of one user are counted.
      await query('SELECT 1 FROM "user" WHERE id = $1 FOR NO KEY UPDATE', [actor.userId]);
      await requireInWorkspace(query, actor, 'report');
      const message = await readMessage(query, messageId);
      const [known] = await query<OwnRow>(
        `SELECT id, created_at FROM report WHERE message_id = $1 AND reporter_id = $2 AND closed_at IS NULL`,
        [messageId, actor.userId],
      );
      if (known) return { report: known, isNew: false };
      if (message.authorId === actor.userId)
        throw new Refusal('conflict', 'You wrote this message yourself: edit or delete it.');
      if (message.deletedAt) throw new Refusal('conflict', 'This message is deleted already.');
      const [open] = await query<{ full: boolean }>(
        'SELECT count(*) >= $2 AS full FROM report WHERE reporter_id = $1 AND closed_at IS NULL',
        [actor.userId, limits.openReports],
      );
      if (open?.full)
        throw new Refusal('conflict', `${limits.openReports} reports of yours wait for an answer.`);
      const [created] = await query<OwnRow>(
        `INSERT INTO report (id, message_id, conversation_id, conversation_kind, conversation_name, seq, author_id,
           body, written_at, reporter_id, reason, words)
         VALUES ($1, $2, $3, $4, (SELECT name FROM conversation WHERE id = coalesce($5::uuid, $3::uuid)), $6, $7, $8, $9, $10, $11, $12)
         RETURNING id, created_at`,
        [
          ...[
            reportId.parse(uuidv7()),
            messageId,
            conversation.id,
            conversation.kind,
            conversation.parent_id,
          ],
          ...[message.seq, message.authorId, message.body, message.createdAt, actor.userId, reason, words],
        ],
      );
      if (!created) throw new Error('The report was not stored');
      const target = { kind: 'message', id: messageId, name: await nameOf(query, message.authorId) } as const;
      // Whoever it is about may read the log: it does not say who reported, nor from where.
      await recordAudit(query, { as: 'Somebody' }, 'message.reported', target, { reason });
      return { report: created, isNew: true };
    },
  ).catch((error: unknown) => {
    throw error instanceof Refusal && error.code === 'not_found' ? noMessage() : error;
  });
  announceReports();
  const own = { id: report.id, messageId, createdAt: report.created_at.toISOString() };
  return isNew ? own : new Existing(own);
}

async function nameOf(query: Query, id: UserId): Promise<string> {
  const [user] = await query<{ name: string }>('SELECT name FROM "user" WHERE id = $1', [id]);
  return user?.name ?? '';
}

interface OwnRow {
  id: ReportId;
  created_at: Date;
}

/** Reports with what was reported, for those who look after them; not those about themselves, if others do so too. */
export async function listReports(
  actor: Actor,
  { closed, cursor, limit }: ReportQuery,
): Promise<List<Report>> {
  await transaction((query) => requireInWorkspace(query, actor, 'handleReports'));
  const last = decodeTimeCursor(cursor) ?? [null, null];
  const [name, rule] = closed
    ? [
        'report-closed',
        `AND r.closed_at IS NOT NULL AND ($3::timestamptz IS NULL OR (r.closed_at, r.id) < ($3, $4::uuid))
         ORDER BY r.closed_at DESC, r.id DESC`,
      ]
    : [
        'report-open',
        `AND r.closed_at IS NULL AND ($3::timestamptz IS NULL OR (r.created_at, r.id) > ($3, $4::uuid))
         ORDER BY r.created_at, r.id`,
      ];
  const rows = await queryRows<ReportRow>(name, `${selectReports} WHERE ${listed} ${rule} LIMIT $2`, [
    ...[actor.userId, limit + 1],
    ...last,
  ]);
  return pageOf(rows, limit, toReport, (row) => [
    (closed && row.closed_at ? row.closed_at : row.created_at).toISOString(),
    row.id,
  ]);
}

const listed = `me.id = $1 AND NOT ${isKeptFrom('me')}`;

/** How many reports wait for the actor. */
export async function summarizeReports(actor: Actor): Promise<ReportCount> {
  await transaction((query) => requireInWorkspace(query, actor, 'handleReports'));
  return countReports(actor);
}

/** SQL: how many reports wait for the user `u`, who looks after them. */
const waiting = `(SELECT count(*)::int FROM report WHERE closed_at IS NULL)
  - (SELECT count(*)::int FROM report r WHERE r.closed_at IS NULL AND ${isKeptFrom('u')})`;

/** How many reports wait for somebody who has been seen to look after them. */
export async function countReports({ userId }: Actor): Promise<ReportCount> {
  const row = await queryRow<ReportCount>(
    'report-count',
    `SELECT ${waiting} AS open FROM "user" u WHERE u.id = $1`,
    [userId],
  );
  return { open: row?.open ?? 0 };
}

/** Announces to those who look after reports how many wait for them. */
export function announceReports(): void {
  afterAnswer(async () => {
    const keepers = await queryRows<ReportCount & { id: UserId }>(
      'report-keepers',
      `SELECT u.id, ${waiting} AS open FROM "user" u WHERE ${handlesReports('u')}`,
      [],
    );
    for (const { id, open } of keepers) live().publish({ user: id, scope: 'admin' }, 'reports', { open });
  });
}
