import { z } from 'zod';
import type { AuditAction, AuditData, AuditEntry, AuditQuery, AuditTargetKind } from '#contract/audit.ts';
import type { AuditEntryId } from '#contract/ids.ts';
import type { List } from '#contract/lists.ts';
import { queryRows, transaction } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { decodeTimeCursor, pageOf } from './cursors.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

interface AuditRow {
  id: AuditEntryId;
  at: Date;
  action: AuditAction;
  actor_id: string | null;
  actor_name: string;
  target_kind: AuditTargetKind | null;
  target_id: string | null;
  target_name: string;
  address: string;
  data: AuditData;
}

type Filter = Pick<AuditQuery, 'actorId' | 'targetId' | 'action' | 'after' | 'before'>;

/** What was done, the latest first; each part of the query narrows the list. */
export async function listAudit(actor: Actor, query: AuditQuery): Promise<List<AuditEntry>> {
  await transaction((asked) => requireInWorkspace(asked, actor, 'readAudit'));
  const rows = await readEntries(query, decodeTimeCursor(query.cursor), query.limit + 1);
  return pageOf(rows, query.limit, toEntry, (row) => [row.at.toISOString(), row.id]);
}

/** Entries that an export reads at a time. */
const EXPORTED_AT_ONCE = 500;

/**
 * All entries that fit, in parts, the latest first. That somebody takes them along is written down before the first.
 * Throws `forbidden`.
 */
export async function* exportAudit(
  actor: Actor,
  filter: Filter,
  format: string,
): AsyncGenerator<AuditEntry[]> {
  await transaction(async (query) => {
    await requireInWorkspace(query, actor, 'readAudit');
    await recordAudit(query, actor, 'audit.exported', null, { format });
  });
  let last: [Date, string] | null = null;
  for (;;) {
    const rows: AuditRow[] = await readEntries(filter, last, EXPORTED_AT_ONCE);
    if (rows.length > 0) yield rows.map(toEntry);
    const end = rows.at(-1);
    if (!end || rows.length < EXPORTED_AT_ONCE) return;
    last = [end.at, end.id];
  }
}

const filters: Record<keyof Filter, string> = {
  actorId: 'actor_id =',
  targetId: 'target_id =',
  action: 'action =',
  after: 'at >=',
  before: 'at <',
};

/** A statement for each choice of filters: one plan for all would use no index for any. */
async function readEntries(
  filter: Filter,
  last: [at: Date, id: string] | null,
  count: number,
): Promise<AuditRow[]> {
  const given = (Object.keys(filters) as (keyof Filter)[]).filter((name) => filter[name] !== undefined);
  const conditions = given.map((name, index) => `${filters[name]} $${index + 2}`);
  const values: unknown[] = given.map((name) => filter[name]);
  if (last) {
    conditions.push(`(at, id) < ($${values.length + 2}, $${values.length + 3})`);
    values.push(...last);
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
  return queryRows<AuditRow>(
    `audit-list ${given.join(' ')} ${last ? 'on' : ''}`,
    `SELECT id, at, action, actor_id, actor_name, target_kind, target_id, target_name, address, data
     FROM audit_entry ${where} ORDER BY at DESC, id DESC LIMIT $1`,
    [count, ...values],
  );
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actorId: row.actor_id,
    actorName: row.actor_name,
    targetKind: row.target_kind,
    targetId: row.target_id,
    targetName: row.target_name,
    address: row.address,
    data: row.data,
  };
}

/** Rows that go in one statement. */
const REMOVED_AT_ONCE = 2_000;

let keptDays = 0;

/** Says for how many days entries and closed reports are kept; 0: for ever. */
export function keepAudit(days: number): void {
  keptDays = days;
}

/** Removes what is older than it is kept. */
export async function removeOldRecords(days: number): Promise<void> {
  if (days === 0) return;
  for (const [name, table, column] of [
    ['audit-remove', 'audit_entry', 'at'],
    ['report-remove', 'report', 'closed_at'],
  ] as const) {
    let removed: unknown[];
    do {
      removed = await queryRows(
        name,
        `DELETE FROM ${table} WHERE id IN (
           SELECT id FROM ${table} WHERE ${column} < now() - $1 * interval '1 day' ORDER BY ${column}, id LIMIT $2)
         RETURNING id`,
        [days, REMOVED_AT_ONCE],
      );
    } while (removed.length === REMOVED_AT_ONCE);
  }
}

/** Every night. */
export const removeOldAudit = defineJob('remove-old-audit', {
  data: z.object({}),
  schedule: '40 3 * * *',
  handler: () => removeOldRecords(keptDays),
});
