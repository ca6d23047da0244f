import type { FileQuery } from '#contract/files.ts';
import { queryRow } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type FileRow, fileColumns } from './file-rows.ts';
import { handlesReports, isKeptFrom } from './report-rows.ts';

/**
 * A file of a message that was reported, for somebody who looks after reports and is shown this one, also from where they
 * are not; null: there is none for them.
 */
export function findReported(actor: Actor, { id, reportId }: FileQuery): Promise<FileRow | null> {
  return queryRow<FileRow>('file-reported', selectReported, [actor.userId, id, reportId]);
}

const selectReported = `SELECT ${fileColumns} FROM report r JOIN "user" me ON me.id = $1
  JOIN message m ON m.id = r.message_id AND m.deleted_at IS NULL
  JOIN file f ON f.id = $2 AND f.purpose = 'attachment' AND m.id IN (f.message_id, f.copy_id)
  WHERE r.id = $3 AND ${handlesReports('me')} AND NOT ${isKeptFrom('me')}`;
