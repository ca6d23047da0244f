import type { ConversationKind } from '#contract/conversations.ts';
import type { MessageFile } from '#contract/files.ts';
import type { ConversationId, MessageId, ReportId, UserId } from '#contract/ids.ts';
import type { Report, ReportMeasure, ReportReason } from '#contract/reports.ts';
import { rolesThatMay } from './workspace-permissions.ts';

export interface ReportRow {
  id: ReportId;
  created_at: Date;
  reason: ReportReason;
  words: string;
  reporter_id: UserId;
  reporter_name: string;
  /** The caller wrote what was reported. */
  is_own: boolean;
  author_id: UserId;
  author_name: string;
  message_id: MessageId;
  conversation_id: ConversationId;
  conversation_kind: ConversationKind;
  conversation_name: string | null;
  seq: number;
  parent_id: ConversationId | null;
  root_seq: number | null;
  may_read: boolean;
  body: string;
  written_at: Date;
  current: string | null;
  files: MessageFile[] | null;
  reports: number;
  closed_at: Date | null;
  closed_by_id: UserId | null;
  closed_by_name: string | null;
  measures: ReportMeasure[];
}

const handlers = rolesThatMay('handleReports')
  .map((role) => `'${role}'`)
  .join(', ');

/** SQL: whether the user `name` looks after reports. */
export function handlesReports(name: string): string {
  return `(${name}.role IN (${handlers}) AND ${name}.suspended_at IS NULL AND ${name}.removed_at IS NULL)`;
}

/**
 * SQL: whether the report `r` is kept from the user `me`, who looks after reports, because it is about them: they wrote
 * the message; or `me` is a bot, which does what owners and admins have it do, and one of these wrote it. Where nobody
 * else is there to look at it, it is not.
 */
export function isKeptFrom(me: string): string {
  return `(r.author_id = ANY(CASE WHEN ${me}.kind = 'bot'
      THEN ARRAY(SELECT a.id FROM "user" a WHERE ${handlesReports('a')}) ELSE ARRAY[${me}.id] END)
    AND EXISTS (SELECT 1 FROM "user" k WHERE k.id <> ${me}.id AND k.kind = 'person' AND ${handlesReports('k')}))`;
}

/** Reports `r` as ReportRow promises, for the caller $1, who is `me`: what is in the conversation they see if they may read there. */
export const selectReports = `
  SELECT r.id, r.created_at, r.reason, r.words, r.reporter_id, reporter.name AS reporter_name, r.author_id = me.id AS is_own,
    r.author_id, author.name AS author_name, r.message_id, r.conversation_id, r.conversation_kind, r.conversation_name,
    r.seq, c.parent_id, c.root_seq, r.body, r.written_at, r.closed_at, r.measures,
    CASE WHEN m.deleted_at IS NULL THEN m.body END AS current, CASE WHEN m.deleted_at IS NULL THEN m.files END AS files,
    coalesce(m.id IS NOT NULL AND (p.kind = 'public' OR EXISTS (
      SELECT 1 FROM member mine WHERE mine.conversation_id = p.id AND mine.user_id = $1)), false) AS may_read,
    (SELECT count(*)::int FROM report o WHERE o.message_id = r.message_id AND o.closed_at IS NULL) AS reports,
    closer.id AS closed_by_id, closer.name AS closed_by_name
  FROM "user" me, report r JOIN "user" reporter ON reporter.id = r.reporter_id JOIN "user" author ON author.id = r.author_id
  LEFT JOIN "user" closer ON closer.id = r.closed_by_id
  LEFT JOIN message m ON m.id = r.message_id
  LEFT JOIN conversation c ON c.id = r.conversation_id AND c.closed_at IS NULL
  LEFT JOIN conversation p ON p.id = coalesce(c.parent_id, c.id)`;

export function toReport(row: ReportRow): Report {
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    reason: row.reason,
    words: row.words,
    reporter: row.is_own ? null : { id: row.reporter_id, name: row.reporter_name },
    author: { id: row.author_id, name: row.author_name },
    messageId: row.message_id,
    conversationId: row.conversation_id,
    conversationKind: row.conversation_kind,
    conversationName: row.conversation_name,
    seq: row.seq,
    address: row.may_read ? { parentId: row.parent_id, rootSeq: row.root_seq } : null,
    body: row.body,
    writtenAt: row.written_at.toISOString(),
    current: row.current,
    files: row.files ?? [],
    reports: row.reports,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy:
      row.closed_by_id && row.closed_by_name !== null
        ? { id: row.closed_by_id, name: row.closed_by_name }
        : null,
    measures: row.measures,
  };
}
