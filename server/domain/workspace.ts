import { Refusal } from '#contract/errors.ts';
import type { Workspace, WorkspacePatch } from '#contract/workspace.ts';
import { queryRow } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';

/** The workspace's settings, and whether it still waits for its first user. */
export async function getWorkspace(): Promise<Workspace> {
  const row = await queryRow<{
    name: string;
    open_sign_up: boolean;
    retention_days: number | null;
    empty: boolean;
  }>(
    'workspace-get',
    'SELECT name, open_sign_up, retention_days, NOT EXISTS (SELECT 1 FROM "user") AS empty FROM workspace',
    [],
  );
  if (!row) throw new Error('The workspace row is missing');
  return {
    name: row.name,
    openSignUp: row.open_sign_up,
    retentionDays: row.retention_days,
    empty: row.empty,
  };
}

/** Changes the settings; for the owner only. */
export async function updateWorkspace(actor: Actor, patch: WorkspacePatch): Promise<Workspace> {
  const changed = await queryRow(
    'workspace-update',
    `UPDATE workspace SET name = coalesce($2, name), open_sign_up = coalesce($3, open_sign_up),
       retention_days = CASE WHEN $4 THEN $5 ELSE retention_days END
     WHERE EXISTS (SELECT 1 FROM "user" WHERE id = $1 AND role = 'owner') RETURNING id`,
    [
      ...[actor.userId, patch.name ?? null, patch.openSignUp ?? null],
      ...[patch.retentionDays !== undefined, patch.retentionDays ?? null],
    ],
  );
  if (!changed) throw new Refusal('forbidden', 'Only the owner changes the workspace.');
  const workspace = await getWorkspace();
  live().publish({ everyone: true }, 'workspace', workspace);
  return workspace;
}
