import type { AuditAction } from '#contract/audit.ts';
import { auditExportPath } from '#contract/audit-export.ts';
import { dayStart } from '#contract/search-days.ts';

/** What of the audit log is looked for, as the page has it. */
export interface AuditFilter {
  /** Empty: anything. */
  action: AuditAction | '';
  /** Whoever did it; null: anybody. */
  actor: { id: string; name: string } | null;
  /** The first and the last day, such as `2026-03-01`; empty: from the beginning, until now. */
  from: string;
  until: string;
}

export const noFilter: AuditFilter = { action: '', actor: null, from: '', until: '' };

const dayMs = 86_400_000;

/** A filter as `audit:list` takes it; the days are those of whoever reads. */
export function queryOf({ action, actor, from, until }: AuditFilter, timeZone: string) {
  return {
    ...(action === '' ? {} : { action }),
    ...(actor ? { actorId: actor.id } : {}),
    ...(from === '' ? {} : { after: new Date(dayStart(from, timeZone)).toISOString() }),
    ...(until === '' ? {} : { before: new Date(dayStart(dayAfter(until), timeZone)).toISOString() }),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);
}

/** Where the entries that fit are had as a file. */
export function exportAddress(filter: AuditFilter, timeZone: string, format: 'csv' | 'jsonl'): string {
  return `${auditExportPath}?${new URLSearchParams({ format, ...queryOf(filter, timeZone) })}`;
}
