import pg from 'pg';
import type { AuditAction, AuditData } from '#contract/audit.ts';
import { recordAudit } from '#domain/audit.ts';

/** Writes down what was done on the machine itself, inside the session's transaction if it is in one. */
export async function recordOnMachine(
  session: pg.Client,
  action: AuditAction,
  data: AuditData,
): Promise<void> {
  await recordAudit(
    async <Row extends pg.QueryResultRow>(text: string, values: unknown[]) =>
      (await session.query<Row>(text, values)).rows,
    { as: 'Operator of the server' },
    action,
    null,
    data,
  );
}

/** Writes down that somebody on the machine took the workspace along. */
export async function recordExport(databaseUrl: string, everything: boolean): Promise<void> {
  const session = new pg.Client({ connectionString: databaseUrl, application_name: 'parley copy' });
  session.on('error', () => undefined);
  await session.connect();
  try {
    await recordOnMachine(session, 'workspace.exported', { everything });
  } finally {
    await session.end();
  }
}
