import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AuditEntry, type AuditExport, auditExport } from '#contract/audit.ts';
import { auditExportPath } from '#contract/audit-export.ts';
import { Refusal } from '#contract/errors.ts';
import { refuseInput } from '#contract/problems.ts';
import type { Actor } from '#domain/actor.ts';
import { exportAudit } from '#domain/audit-list.ts';
import type { Log } from '#platform/log.ts';
import { limitActor, refuseBeyondScopes } from './bearer.ts';
import { csvRow } from './csv.ts';
import { toRefusal } from './dispatch.ts';

/** Whether a path is that of the audit log as a file. */
export function isAuditExport(path: string): boolean {
  return path === auditExportPath;
}

const types: Record<AuditExport['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
};

interface Asked {
  actor(): Promise<Actor | null>;
  address: string;
  log: Log;
}

/**
 * Answers with the audit log as a file, written as it is read: what is in memory does not grow with it. Rejects with a
 * Refusal as long as nothing is written; what breaks after that breaks the connection, so that half a file is none.
 */
export async function answerAuditExport(
  request: IncomingMessage,
  response: ServerResponse,
  { actor: findActor, address, log }: Asked,
): Promise<void> {
  if (request.method !== 'GET') throw new Refusal('not_found', 'There is no such call.');
  const actor = await findActor();
  if (!actor) throw new Refusal('unauthenticated', 'Sign in first.');
  await limitActor('search', actor);
  refuseBeyondScopes(actor, 'audit:list');
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const parsed = auditExport.safeParse(Object.fromEntries(searchParams));
  if (!parsed.success) throw refuseInput(parsed.error);
  const { format, ...filter } = parsed.data;
  const parts = exportAudit({ ...actor, address }, filter, format);
  // Whoever may not ask is refused here, before the first byte.
  const first = await parts.next();
  response.writeHead(200, {
    'Content-Type': types[format],
    'Content-Disposition': `attachment; filename="audit-log.${format}"`,
    'Cache-Control': 'no-store',
  });
  try {
    await pipeline(Readable.from(linesOf(format, first, parts)), response);
  } catch (error) {
    // They went away, or the database did.
    if (!request.destroyed) toRefusal(error, log, 'audit export');
    response.destroy();
  }
}

type Parts = AsyncGenerator<AuditEntry[]>;

async function* linesOf(
  format: AuditExport['format'],
  first: IteratorResult<AuditEntry[]>,
  rest: Parts,
): AsyncGenerator<string> {
  const write = format === 'csv' ? (entry: AuditEntry) => csvRow(cellsOf(entry)) : toLine;
  if (format === 'csv') yield csvRow(columns);
  if (first.done) return;
  yield first.value.map(write).join('');
  for await (const entries of rest) yield entries.map(write).join('');
}

function toLine(entry: AuditEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

const columns = [
  ...['id', 'at', 'action', 'actorId', 'actorName'],
  ...['targetKind', 'targetId', 'targetName', 'address', 'data'],
];

function cellsOf(entry: AuditEntry): string[] {
  return [
    ...[entry.id, entry.at, entry.action, entry.actorId ?? '', entry.actorName],
    ...[
      entry.targetKind ?? '',
      entry.targetId ?? '',
      entry.targetName,
      entry.address,
      JSON.stringify(entry.data),
    ],
  ];
}
