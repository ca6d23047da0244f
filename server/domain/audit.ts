import { v7 as uuidv7 } from 'uuid';
import type { AuditAction, AuditData, AuditTargetKind } from '#contract/audit.ts';
import { auditEntryId } from '#contract/ids.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';

/** What something was done to. The name is kept as it is now. */
export interface AuditTarget {
  kind: AuditTargetKind;
  id: string | null;
  name: string;
}

/**
 * Writes down what somebody does, in the transaction in which they do it. Without an actor it was done on the machine
 * itself, by nobody who was signed in, or by somebody whom nobody is to read of: `as` says by whom. Never give it a
 * secret: entries are read and exported.
 */
export async function recordAudit(
  query: Query,
  by: Actor | { as: string; address?: string },
  action: AuditAction,
  target: AuditTarget | null = null,
  data: AuditData = {},
): Promise<void> {
  const [id, name] = 'userId' in by ? [by.userId, null] : [null, by.as];
  await query(
    `INSERT INTO audit_entry (id, actor_id, actor_name, action, target_kind, target_id, target_name, address, data)
     VALUES ($1, $2, coalesce($3, (SELECT name FROM "user" WHERE id = $2), ''), $4, $5, $6, $7, $8, $9)`,
    [
      ...[auditEntryId.parse(uuidv7()), id, name, action],
      ...[target?.kind ?? null, target?.id ?? null, target?.name ?? ''],
      ...[by.address ?? '', JSON.stringify(data)],
    ],
  );
}
