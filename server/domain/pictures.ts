import type { FileId } from '#contract/ids.ts';
import type { WorkspaceSettings } from '#contract/workspace.ts';
import { transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { exchangePicture } from './files.ts';
import { toSettings, toWorkspace, type WorkspaceRow, columns as workspaceColumns } from './workspace.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

/** Gives the workspace a picture that the caller uploaded, or with null none. Throws `not_found` and `forbidden`. */
export async function setWorkspacePicture(
  actor: Actor,
  { pictureId }: { pictureId: FileId | null },
): Promise<WorkspaceSettings> {
  const row = await transaction(async (query) => {
    const [before] = await query<{ picture_id: FileId | null }>(
      'SELECT picture_id FROM workspace FOR UPDATE',
      [],
    );
    await requireInWorkspace(query, actor, 'changeWorkspace');
    await exchangePicture(query, actor, pictureId, before?.picture_id ?? null);
    const [changed] = await query<WorkspaceRow>(
      `UPDATE workspace SET picture_id = $1 RETURNING ${workspaceColumns}`,
      [pictureId],
    );
    if (!changed) throw new Error('The workspace row is missing');
    const target = { kind: 'workspace', id: null, name: changed.name } as const;
    await recordAudit(query, actor, 'workspace.changed', target, { fields: ['picture'] });
    return changed;
  });
  live().publish({ everyone: true }, 'workspace', { ...toWorkspace(row), empty: false });
  return toSettings(row);
}
