import { Refusal, refuseField } from '#contract/errors.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { InvitationRole, Offer, Welcome } from '#contract/invitations.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { announceJoined } from './announce.ts';
import { recordAudit } from './audit.ts';
import { type ConversationRow, selectConversations } from './conversation-rows.ts';
import {
  hashOfInvitation,
  type InvitationRow,
  noInvitation,
  refusedInvitation,
  selectInvitations,
  stateOf,
} from './invitation-rows.ts';
import { insertMembers } from './member-rows.ts';
import { admitUsers } from './membership-limits.ts';
import { may } from './permissions.ts';

/** What an invitation gives whoever takes it. */
export interface Taken {
  id: InvitationRow['id'];
  role: InvitationRole;
  /** The address it was mailed to, and by which it was found: it is theirs. */
  email: string | null;
  /** Channels that whoever made it may still add people to, in the order of their ids. */
  channelIds: ConversationId[];
}

/**
 * Counts one use of an invitation, inside a transaction: of two who come at once for the last one, one is refused. Locks
 * it, then what it leads to (and, with `defaults`, the channels that everybody joins), then `userId` and whoever made it.
 * Throws `not_found` for an unknown one, `forbidden` for one that counts no more, `invalid` at `email` where it is for
 * another address. Call `noteUse` once there is a user.
 */
export async function takeInvitation(
  query: Query,
  token: string,
  { email, userId, defaults }: { email: string | null; userId: UserId | null; defaults: boolean },
): Promise<Taken> {
  const row = await lockInvitation(query, token, userId, defaults);
  const state = stateOf(row);
  if (state !== 'open') throw refusedInvitation(state);
  if (row.email !== null && row.email !== email)
    throw refuseField('email', 'This invitation is for another email address');
  const channelIds = await channelsLeft(query, row);
  if (row.role === 'guest' && channelIds.length === 0) throw refusedInvitation('void');
  await query('UPDATE invitation SET uses = uses + 1 WHERE id = $1', [row.id]);
  return { id: row.id, role: row.role, email: row.email, channelIds };
}

async function lockInvitation(
  query: Query,
  token: string,
  userId: UserId | null,
  defaults: boolean,
): Promise<InvitationRow> {
  const [locked] = await query<Pick<InvitationRow, 'id' | 'role' | 'channel_ids' | 'created_by_id'>>(
    'SELECT id, role, channel_ids, created_by_id FROM invitation WHERE token_hash = $1 FOR UPDATE',
    [hashOfInvitation(token)],
  );
  if (!locked) throw noInvitation();
  await query('SELECT 1 FROM conversation WHERE id = ANY($1) OR (is_default AND $2) ORDER BY id FOR UPDATE', [
    locked.channel_ids,
    defaults && locked.role !== 'guest',
  ]);
  await query('SELECT 1 FROM "user" WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [
    [locked.created_by_id, userId].filter((id) => id !== null),
  ]);
  // A statement of its own: those above looked at the tables before they waited for their locks.
  const [row] = await query<InvitationRow>(`${selectInvitations} WHERE i.id = $1`, [locked.id]);
  if (!row) throw noInvitation();
  return row;
}

/** Of the channels that an invitation leads to, those to which whoever made it may still add people. */
async function channelsLeft(query: Query, row: InvitationRow): Promise<ConversationId[]> {
  const { created_by_id: inviterId } = row;
  if (inviterId === null || row.channel_ids.length === 0) return [];
  const channels = await query<ConversationRow>(
    `${selectConversations} WHERE c.id = ANY($2) AND c.closed_at IS NULL ORDER BY c.id`,
    [inviterId, row.channel_ids],
  );
  return channels
    .filter((conversation) => may({ userId: inviterId }, 'addMember', { conversation }))
    .map(({ id }) => id);
}

/** Notes who came by an invitation. */
export async function noteUse(
  query: Query,
  { id, role, email }: Taken,
  userId: UserId,
  by: Parameters<typeof recordAudit>[1],
): Promise<void> {
  await query('INSERT INTO invitation_use (invitation_id, user_id) VALUES ($1, $2)', [id, userId]);
  await recordAudit(
    query,
    by,
    'invitation.used',
    { kind: 'invitation', id, name: email ?? '' },
    { role, userId },
  );
}

/**
 * Lets somebody who has an account into the channels that an invitation leads to; their role stays. Whoever has taken it
 * already is told the same again. Throws as `takeInvitation` does, and `conflict` for whoever is in very many channels.
 */
export async function acceptInvitation(
  actor: Actor,
  { token }: { token: string },
): Promise<{ conversationIds: ConversationId[] }> {
  const { conversationIds, joined } = await transaction(async (query) => {
    const before = await query<{ id: ConversationId }>(
      `SELECT m.conversation_id AS id FROM invitation i
       JOIN invitation_use t ON t.invitation_id = i.id AND t.user_id = $2
       LEFT JOIN member m ON m.user_id = $2 AND m.conversation_id = ANY(i.channel_ids)
       WHERE i.token_hash = $1`,
      [hashOfInvitation(token), actor.userId],
    );
    if (before.length > 0)
      return { conversationIds: before.flatMap(({ id }) => (id === null ? [] : [id])), joined: [] };
    const [me] = await query<{ email: string | null }>('SELECT email FROM "user" WHERE id = $1', [
      actor.userId,
    ]);
    const taken = await takeInvitation(query, token, {
      email: me?.email ?? null,
      userId: actor.userId,
      defaults: false,
    });
    await noteUse(query, taken, actor.userId, actor);
    const joined: ConversationId[] = [];
    for (const id of taken.channelIds) {
      await admitUsers(query, actor, [actor.userId], 'channel');
      if ((await insertMembers(query, id, [actor.userId])).length > 0) joined.push(id);
    }
    return { conversationIds: taken.channelIds, joined };
  });
  for (const id of joined) announceJoined([actor.userId], id);
  return { conversationIds };
}

/** What an invitation offers, for whoever holds its token. Throws `not_found`. */
export async function getOffer(_caller: Actor | null, { token }: { token: string }): Promise<Offer> {
  const row = await queryRow<InvitationRow & { workspace: string }>(
    'invitation-offer',
    `SELECT found.*, (SELECT name FROM workspace) AS workspace
     FROM (${selectInvitations} WHERE i.token_hash = $1) AS found`,
    [hashOfInvitation(token)],
  );
  if (!row) throw noInvitation();
  return {
    workspace: row.workspace,
    inviter: row.inviter_name,
    role: row.role,
    email: row.email,
    state: stateOf(row),
  };
}

/** What somebody who has just come in is greeted with. */
export async function getWelcome(actor: Actor): Promise<Welcome> {
  const row = await queryRow<{ inviter_id: UserId | null; inviter_name: string | null; alone: boolean }>(
    'welcome',
    `SELECT u.id AS inviter_id, u.name AS inviter_name,
       NOT EXISTS (SELECT 1 FROM "user" o WHERE o.id <> $1) AS alone
     FROM (SELECT 1) AS one
     LEFT JOIN LATERAL (
       SELECT i.created_by_id FROM invitation_use t JOIN invitation i ON i.id = t.invitation_id
       WHERE t.user_id = $1 ORDER BY t.used_at LIMIT 1) AS came ON true
     LEFT JOIN "user" u ON u.id = came.created_by_id`,
    [actor.userId],
  );
  if (!row) throw new Refusal('not_found', 'There is no such person.');
  return { inviterId: row.inviter_id, inviterName: row.inviter_name, alone: row.alone };
}
