import { Refusal } from '#contract/errors.ts';
import type { FileId } from '#contract/ids.ts';
import type { Workspace, WorkspacePatch, WorkspaceSettings } from '#contract/workspace.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRow, transaction } from '#platform/database.ts';
import { afterAnswer, live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { leadToSetUp } from './second-factor-rows.ts';
import {
  mayInWorkspace,
  refusedInWorkspace,
  requireInWorkspace,
  standingOf,
} from './workspace-permissions.ts';

export interface WorkspaceRow {
  name: string;
  open_sign_up: boolean;
  retention_days: number | null;
  sign_up_domains: string[];
  announce_newcomers: boolean;
  require_second_factor: boolean;
  members_invite: boolean;
  members_create_channels: boolean;
  edit_minutes: number | null;
  link_previews: boolean;
  picture_id: FileId | null;
}

/** The columns that WorkspaceRow promises. */
export const columns = `name, open_sign_up, retention_days, sign_up_domains, announce_newcomers, require_second_factor,
  members_invite, members_create_channels, edit_minutes, link_previews, picture_id`;

/** The column of each setting that can be changed. */
const columnOf: Record<keyof WorkspacePatch, string> = {
  name: 'name',
  openSignUp: 'open_sign_up',
  signUpDomains: 'sign_up_domains',
  announceNewcomers: 'announce_newcomers',
  requireSecondFactor: 'require_second_factor',
  membersInvite: 'members_invite',
  membersCreateChannels: 'members_create_channels',
  editMinutes: 'edit_minutes',
  linkPreviews: 'link_previews',
  retentionDays: 'retention_days',
};

/** What everybody may see, and whether it still waits for its first user. */
export function getWorkspace(): Promise<Workspace> {
  return askWorkspace(null);
}

/** Whoever asks while another asks is told the same. */
const askWorkspace = inBatches<null, Workspace>(async () => {
  const workspace = await readWorkspace();
  return () => workspace;
});

async function readWorkspace(): Promise<Workspace> {
  const row = await queryRow<WorkspaceRow & { empty: boolean }>(
    'workspace-get',
    `SELECT ${columns}, NOT EXISTS (SELECT 1 FROM "user") AS empty FROM workspace`,
    [],
  );
  if (!row) throw new Error('The workspace row is missing');
  return { ...toWorkspace(row), empty: row.empty };
}

export function toWorkspace(row: WorkspaceRow): Omit<Workspace, 'empty'> {
  return {
    name: row.name,
    openSignUp: row.open_sign_up,
    retentionDays: row.retention_days,
    pictureId: row.picture_id,
  };
}

export function toSettings(row: WorkspaceRow): WorkspaceSettings {
  return {
    ...toWorkspace(row),
    signUpDomains: row.sign_up_domains,
    announceNewcomers: row.announce_newcomers,
    requireSecondFactor: row.require_second_factor,
    membersInvite: row.members_invite,
    membersCreateChannels: row.members_create_channels,
    editMinutes: row.edit_minutes,
    linkPreviews: row.link_previews,
  };
}

/** All settings, for those who may change them. */
export async function getWorkspaceSettings(actor: Actor): Promise<WorkspaceSettings> {
  const row = await queryRow<WorkspaceRow>('workspace-settings', `SELECT ${columns} FROM workspace`, []);
  if (!row) throw new Error('The workspace row is missing');
  if (!mayInWorkspace(standingOf(actor.role, row), 'changeWorkspace'))
    throw refusedInWorkspace('changeWorkspace');
  return toSettings(row);
}

/** Changes the settings that are given. How long messages are kept, and whether a second factor is required, is the owner's to say. */
export async function updateWorkspace(actor: Actor, patch: WorkspacePatch): Promise<WorkspaceSettings> {
  const changes = (Object.keys(columnOf) as (keyof WorkspacePatch)[]).filter(
    (field) => patch[field] !== undefined,
  );
  const row = await transaction(async (query) => {
    await query('SELECT 1 FROM workspace FOR UPDATE', []);
    const { role } = await requireInWorkspace(query, actor, 'changeWorkspace');
    if (patch.retentionDays !== undefined && role !== 'owner')
      throw new Refusal('forbidden', 'Only the owner says how long messages are kept.');
    if (patch.requireSecondFactor !== undefined && role !== 'owner')
      throw new Refusal('forbidden', 'Only the owner says whether a second factor is required.');
    const set = changes.map((field, index) => `${columnOf[field]} = $${index + 1}`);
    // From now on no invitation closes what somebody has decided about.
    if (patch.openSignUp !== undefined) set.push('open_sign_up_decided = true');
    const [changed] = await query<WorkspaceRow>(
      set.length > 0
        ? `UPDATE workspace SET ${set.join(', ')} RETURNING ${columns}`
        : `SELECT ${columns} FROM workspace`,
      changes.map((field) => patch[field]),
    );
    if (!changed) throw new Error('The workspace row is missing');
    if (changes.length > 0)
      await recordAudit(
        query,
        actor,
        'workspace.changed',
        { kind: 'workspace', id: null, name: changed.name },
        { fields: changes, ...Object.fromEntries(changes.map((field) => [field, patch[field] ?? null])) },
      );
    return changed;
  });
  live().publish({ everyone: true }, 'workspace', { ...toWorkspace(row), empty: false });
  if (patch.requireSecondFactor) afterAnswer(leadToSetUp);
  return toSettings(row);
}
