import { createHash, randomBytes } from 'node:crypto';
import { Refusal } from '#contract/errors.ts';
import type { ConversationId, InvitationId, UserId } from '#contract/ids.ts';
import type { Invitation, InvitationRole, InvitationState, MailState } from '#contract/invitations.ts';
import type { Role } from '#contract/users.ts';
import type { WorkspaceAction } from '#contract/workspace-actions.ts';
import { mayInWorkspace } from './workspace-permissions.ts';

/** Only the hash is kept: whoever reads the database cannot come in by what they find. */
export function hashOfInvitation(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** 256 bits that nobody guesses. */
export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What one must be allowed, to invite somebody as this. */
export const actionFor: Record<InvitationRole, WorkspaceAction> = {
  admin: 'manageOwners',
  member: 'invite',
  guest: 'inviteGuests',
};

export interface InvitationRow {
  id: InvitationId;
  role: InvitationRole;
  created_by_id: UserId | null;
  created_at: Date;
  expires_at: Date | null;
  uses: number;
  most_uses: number | null;
  revoked_at: Date | null;
  channel_ids: ConversationId[];
  email: string | null;
  mail_state: MailState | null;
  /** By the database's clock. */
  is_over: boolean;
  /** What has become of whoever made it. */
  inviter_role: Role | null;
  inviter_name: string | null;
  inviter_is_out: boolean | null;
  members_invite: boolean;
  open_sign_up: boolean;
  sign_up_domains: string[];
}

/** Invitations `i` as InvitationRow has them, with whoever made them. */
export const selectInvitations = `
  SELECT i.id, i.role, i.created_by_id, i.created_at, i.expires_at, i.uses, i.most_uses, i.revoked_at, i.channel_ids,
    i.email, i.mail_state, i.expires_at <= now() IS TRUE AS is_over, u.role AS inviter_role, u.name AS inviter_name,
    u.suspended_at IS NOT NULL OR u.removed_at IS NOT NULL AS inviter_is_out, w.members_invite, w.open_sign_up,
    w.sign_up_domains
  FROM invitation i CROSS JOIN workspace w LEFT JOIN "user" u ON u.id = i.created_by_id`;

/** SQL: whether an invitation `i` can still be used, whoever made it. */
export const isOpen = `i.revoked_at IS NULL AND (i.expires_at IS NULL OR i.expires_at > now())
  AND (i.most_uses IS NULL OR i.uses < i.most_uses)`;

export function stateOf(row: InvitationRow): InvitationState {
  if (row.revoked_at) return 'revoked';
  if (row.most_uses !== null && row.uses >= row.most_uses) return 'used_up';
  if (row.is_over) return 'expired';
  return (row.created_by_id === null ? stillSignsUp(row) : inviterStillMay(row)) ? 'open' : 'void';
}

/** Whoever asked for it themselves comes in as long as sign-up is open to their address. */
function stillSignsUp({ open_sign_up, sign_up_domains, email }: InvitationRow): boolean {
  return open_sign_up && email !== null && isAllowedAddress(email, sign_up_domains);
}

/** Whether an address, in lower case, is one of these domains, or of any where there are none. */
export function isAllowedAddress(email: string, domains: string[]): boolean {
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1));
}

function inviterStillMay({ role, inviter_role, inviter_is_out, members_invite }: InvitationRow): boolean {
  if (inviter_role === null || inviter_is_out) return false;
  return mayInWorkspace({ role: inviter_role, membersInvite: members_invite }, actionFor[role]);
}

export function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    role: row.role,
    createdById: row.created_by_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    uses: row.uses,
    mostUses: row.most_uses,
    conversationIds: row.channel_ids,
    email: row.email,
    mail: row.mail_state,
    state: stateOf(row),
  };
}

const overSentences: Record<Exclude<InvitationState, 'open'>, string> = {
  expired: 'This invitation has expired.',
  used_up: 'This invitation has been used as often as it counts.',
  revoked: 'This invitation was taken back.',
  void: 'This invitation no longer counts.',
};

/** What whoever comes too late is told. */
export function refusedInvitation(state: Exclude<InvitationState, 'open'>): Refusal {
  return new Refusal('forbidden', `${overSentences[state]} Ask for another one.`);
}

export function noInvitation(): Refusal {
  return new Refusal('not_found', 'There is no such invitation: look whether the link is whole.');
}
