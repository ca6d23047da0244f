import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type ConversationId, type InvitationId, invitationId } from '#contract/ids.ts';
import type {
  Invitation,
  InvitationRole,
  InvitationSettings,
  MadeInvitation,
  MailedInvitations,
  NewInvitation,
} from '#contract/invitations.ts';
import { limits } from '#contract/limits.ts';
import type { List, ListQuery } from '#contract/lists.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { enqueue } from '#platform/jobs.ts';
import { isMailSent } from '#platform/mail.ts';
import { reach } from '#platform/reach.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { type ConversationRow, selectConversations } from './conversation-rows.ts';
import { decodeCursor, pageOf } from './cursors.ts';
import { invitationMail } from './invitation-mail.ts';
import {
  actionFor,
  hashOfInvitation,
  type InvitationRow,
  isOpen,
  newInvitationToken,
  noInvitation,
  selectInvitations,
  toInvitation,
} from './invitation-rows.ts';
import { may } from './permissions.ts';
import { getWorkspace } from './workspace.ts';
import { mayInWorkspace, refusedInWorkspace, requireInWorkspace } from './workspace-permissions.ts';

/**
 * Makes a link by which others come in. The first one closes open sign-up, unless somebody has decided about that. Throws
 * `forbidden` for whoever may not invite as this, `invalid` for channels that they cannot add anybody to.
 */
export async function createInvitation(actor: Actor, input: NewInvitation): Promise<MadeInvitation> {
  const token = newInvitationToken();
  const made = await transaction(async (query) => {
    const closedSignUp = await begin(query, actor, input);
    const row = await store(query, actor, { ...input, token, email: null });
    return { row, closedSignUp };
  });
  if (made.closedSignUp) await announceWorkspace();
  return { invitation: toInvitation(made.row), token, closedSignUp: made.closedSignUp };
}

/**
 * Mails an invitation of their own to each of these addresses. Throws as `createInvitation`, and `forbidden` where no mail
 * is sent from here.
 */
export async function mailInvitations(
  actor: Actor,
  { emails, ...terms }: MailedInvitations,
): Promise<{ items: Invitation[] }> {
  if (!isMailSent()) throw new Refusal('forbidden', 'No mail is sent from here: share a link instead.');
  const { items, closedSignUp } = await transaction(async (query) => {
    const closed = await begin(query, actor, terms);
    await admitMails(query, actor, emails.length);
    const rows: InvitationRow[] = [];
    for (const email of emails) {
      // The job makes the token that is mailed; nobody ever sees this one.
      const row = await store(query, actor, { ...terms, uses: 1, token: newInvitationToken(), email });
      await enqueue(query, invitationMail, { invitationId: row.id });
      rows.push(row);
    }
    return { items: rows.map(toInvitation), closedSignUp: closed };
  });
  if (closedSignUp) await announceWorkspace();
  return { items };
}

/** What comes before every invitation. Gives whether it closes open sign-up. */
async function begin(
  query: Query,
  actor: Actor,
  { role, conversationIds }: { role: InvitationRole; conversationIds: ConversationId[] },
): Promise<boolean> {
  const closed = await query(
    'UPDATE workspace SET open_sign_up = false WHERE open_sign_up AND NOT open_sign_up_decided RETURNING id',
    [],
  );
  // One at a time for each of them, so that what is counted is true.
  await query('SELECT 1 FROM "user" WHERE id = $1 FOR NO KEY UPDATE', [actor.userId]);
  await requireInWorkspace(query, actor, actionFor[role]);
  // Whoever comes by it would outlive the token.
  if (actor.token && role === 'admin')
    throw new Refusal('forbidden', 'No token invites admins: an owner does that in Parley itself.');
  if (conversationIds.length > 0) {
    const channels = await query<ConversationRow>(`${selectConversations} WHERE c.id = ANY($2)`, [
      actor.userId,
      conversationIds,
    ]);
    const known = channels.filter((conversation) => may(actor, 'addMember', { conversation }));
    if (known.length < conversationIds.length)
      throw refuseField('conversationIds', 'You cannot add people to one of these channels');
  }
  if (closed.length > 0)
    await recordAudit(
      query,
      actor,
      'workspace.changed',
      { kind: 'workspace', id: null, name: '' },
      { fields: ['openSignUp'] },
    );
  return closed.length > 0;
}

interface Storing {
  role: InvitationRole;
  hours: number;
  uses: number;
  conversationIds: ConversationId[];
  token: string;
  email: string | null;
}

async function store(query: Query, actor: Actor, input: Storing): Promise<InvitationRow> {
  const [counted] = await query<{ open: number }>(
    `SELECT count(*)::int AS open FROM invitation i WHERE i.created_by_id = $1 AND ${isOpen}`,
    [actor.userId],
  );
  if ((counted?.open ?? 0) >= limits.openInvitations)
    throw new Refusal(
      'conflict',
      `You have ${limits.openInvitations} invitations that still count: take some back first.`,
    );
  await query(
    `DELETE FROM invitation WHERE created_by_id = $1 AND id IN (
       SELECT i.id FROM invitation i WHERE i.created_by_id = $1 AND NOT (${isOpen})
       ORDER BY i.id DESC OFFSET $2)`,
    [actor.userId, limits.keptInvitations - limits.openInvitations],
  );
  const id = invitationId.parse(uuidv7());
  const { role, hours, uses, conversationIds, token, email } = input;
  await query(
    `INSERT INTO invitation (id, token_hash, role, created_by_id, expires_at, most_uses, channel_ids, email, mail_state)
     VALUES ($1, $2, $3, $4, now() + make_interval(hours => nullif($5::int, 0)), nullif($6::int, 0), $7, $8, $9)`,
    [
      ...[id, hashOfInvitation(token), role, actor.userId, hours, uses, conversationIds],
      ...[email, email === null ? null : 'waiting'],
    ],
  );
  const [row] = await query<InvitationRow>(`${selectInvitations} WHERE i.id = $1`, [id]);
  if (!row) throw new Error('The invitation was not stored');
  await recordAudit(
    query,
    actor,
    'invitation.created',
    { kind: 'invitation', id, name: email ?? '' },
    { role, hours, uses },
  );
  return row;
}

async function admitMails(query: Query, actor: Actor, count: number): Promise<void> {
  const [counted] = await query<{ mailed: number }>(
    `SELECT count(*)::int AS mailed FROM invitation
     WHERE created_by_id = $1 AND email IS NOT NULL AND created_at > now() - interval '1 day'`,
    [actor.userId],
  );
  if ((counted?.mailed ?? 0) + count <= limits.invitationEmailsDaily) return;
  throw new Refusal(
    'conflict',
    `You mail at most ${limits.invitationEmailsDaily} invitations a day: share a link instead.`,
  );
}

async function announceWorkspace(): Promise<void> {
  const { empty, ...workspace } = await getWorkspace();
  live().publish({ everyone: true }, 'workspace', { ...workspace, empty });
}

/** Who may invite anybody at all, and whose invitations they see: all, for those who look after the people here. */
async function requireInviter(actor: Actor): Promise<{ seesAll: boolean }> {
  const row = await queryRow<{ members_invite: boolean }>(
    'invitation-inviter',
    'SELECT members_invite FROM workspace',
    [],
  );
  const standing = { role: actor.role, membersInvite: row?.members_invite ?? false };
  if (!mayInWorkspace(standing, 'invite')) throw refusedInWorkspace('invite');
  return { seesAll: mayInWorkspace(standing, 'manageMembers') };
}

/** Invitations, the newest first: one's own, and all for those who look after the people here. */
export async function listInvitations(
  actor: Actor,
  { cursor, limit }: Omit<ListQuery, 'q'>,
): Promise<List<Invitation>> {
  const { seesAll } = await requireInviter(actor);
  const before = decodeCursor(cursor)?.[1] ?? null;
  const rows = await queryRows<InvitationRow>(
    seesAll ? 'invitation-list' : 'invitation-list-own',
    `${selectInvitations} WHERE ${seesAll ? '($1::uuid IS NOT NULL)' : 'i.created_by_id = $1'}
       AND ($2::uuid IS NULL OR i.id < $2) ORDER BY i.id DESC LIMIT $3`,
    [actor.userId, before, limit + 1],
  );
  return pageOf(rows, limit, toInvitation, (row) => ['', row.id]);
}

/** What whoever invites has to know of this server. */
export async function getInvitationSettings(actor: Actor): Promise<InvitationSettings> {
  await requireInviter(actor);
  return { mail: isMailSent(), ...reach() };
}

/** Takes an invitation back; one that is over already stays so. Others' are for those who look after the people here. */
export async function revokeInvitation(actor: Actor, { id }: { id: InvitationId }): Promise<null> {
  await transaction(async (query) => {
    const [locked] = await query<{
      created_by_id: string | null;
      revoked_at: Date | null;
      email: string | null;
    }>('SELECT created_by_id, revoked_at, email FROM invitation WHERE id = $1 FOR UPDATE', [id]);
    if (!locked) throw noInvitation();
    if (locked.created_by_id !== actor.userId) {
      await requireInWorkspace(query, actor, 'manageMembers').catch((error: unknown) => {
        throw error instanceof Refusal && error.code === 'forbidden' ? noInvitation() : error;
      });
    }
    if (locked.revoked_at) return;
    await query('UPDATE invitation SET revoked_at = now() WHERE id = $1', [id]);
    await recordAudit(query, actor, 'invitation.revoked', {
      kind: 'invitation',
      id,
      name: locked.email ?? '',
    });
  });
  return null;
}
