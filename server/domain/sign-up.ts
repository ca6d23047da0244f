import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type ConversationId, type UserId, userId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { Me, NewUser, Role } from '#contract/users.ts';
import { type Query, transaction, uniqueViolation } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import type { Actor, From } from './actor.ts';
import { announceChanges, announceJoined } from './announce.ts';
import { recordAudit } from './audit.ts';
import { createFirstChannel, joinDefaultChannels } from './default-channels.ts';
import { freeHandle, refuseTakenHandle, wantedHandle } from './handles.ts';
import { noteUse, type Taken, takeInvitation } from './joining.ts';
import { insertMembers } from './member-rows.ts';
import { storeNotice } from './notices.ts';
import { hashPassword, refuseWeakPassword } from './passwords.ts';
import { closedSignUp, readSignUpRules, requireDomain } from './sign-up-rules.ts';
import { announceUser } from './user-events.ts';
import { lockWorkspace, type MeRow, meColumns, toMe, toUser } from './users.ts';
import { welcomeMail } from './welcome-mail.ts';

/** As what somebody comes in, and by what. */
interface Entry {
  role: Role;
  /** Null: they are the first, or sign-up is open. */
  invitation: Taken | null;
}

/**
 * Creates an account. The first one becomes the owner, names the workspace if they want, and finds `general`; later
 * ones need open sign-up or an invitation, and join the default channels and those of the invitation (guests these
 * alone). Without a handle the name gives one that is free. Refuses a taken email or handle (`conflict`) and a weak
 * password (`invalid`) at the field, and as `takeInvitation` does.
 */
export async function createUser(_caller: Actor | null, input: NewUser, { address }: From): Promise<Me> {
  await refuseWeakPassword(input.password, input.email);
  const wanted = input.handle === undefined ? null : wantedHandle(input.handle);
  const passwordHash = await hashPassword(input.password);
  const id = userId.parse(uuidv7());
  const by = { as: input.name, address };
  const { row, announce } = await transaction(async (query) => {
    // The one workspace row is the lock: of two first sign-ups at once, one becomes the owner.
    await lockWorkspace(query);
    const { role, invitation } = await admit(query, input);
    const chosen = wanted ?? (await freeHandle(query, input.name));
    const [created] = await query<MeRow>(
      `INSERT INTO "user" AS u (id, name, handle, handle_skeleton, email, password_hash, role, email_verified_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $8 THEN now() END) RETURNING ${meColumns}`,
      [
        ...[id, input.name, chosen.handle, chosen.skeleton, input.email, passwordHash, role],
        invitation !== null && invitation.email !== null,
      ],
    );
    if (!created) throw new Error('The account was not stored');
    if (role === 'owner') await createFirstChannel(query, id);
    if (invitation) await noteUse(query, invitation, id, by);
    await recordAudit(
      query,
      by,
      'user.created',
      { kind: 'user', id, name: input.name },
      { role, invited: invitation !== null },
    );
    await enqueue(query, welcomeMail, { userId: id });
    return { row: created, announce: await enter(query, id, { role, invitation }) };
  }).catch((error: unknown) => {
    if (uniqueViolation(error) === 'user_email_key')
      throw refuseField('email', 'There is an account with this email address: sign in instead', 'conflict');
    throw refuseTakenHandle(error);
  });
  announceUser(toUser(row));
  announce();
  return toMe(row);
}

/** Whether somebody may come in, and as what. The caller holds the workspace's lock. */
async function admit(query: Query, { email, workspaceName, invitation }: NewUser): Promise<Entry> {
  const rules = await readSignUpRules(query);
  if (rules.kind === 'first') {
    if (invitation !== undefined)
      throw new Refusal('forbidden', 'Nobody is here yet who could invite: sign up without an invitation.');
    if (workspaceName !== undefined) await query('UPDATE workspace SET name = $1', [workspaceName]);
    return { role: 'owner', invitation: null };
  }
  if (workspaceName !== undefined)
    throw refuseField('workspaceName', 'The workspace has its name already', 'conflict');
  if (invitation !== undefined) {
    const taken = await takeInvitation(query, invitation, { email, userId: null, defaults: true });
    return { role: taken.role, invitation: taken };
  }
  if (rules.kind === 'closed') throw closedSignUp();
  requireDomain(rules, email);
  if (rules.kind === 'mail')
    throw new Refusal('forbidden', 'Ask for a link first: it is mailed to your address.');
  return { role: 'member', invitation: null };
}

/**
 * Puts a new user where they come to: the default channels, in the first of which they are announced where somebody
 * vouched for them, and those of their invitation. Run what it returns after the commit.
 */
async function enter(query: Query, id: UserId, { role, invitation }: Entry): Promise<() => void> {
  const isGuest = role === 'guest';
  const notice = invitation && !isGuest ? await announceNewcomer(query, id) : null;
  const announceDefaults = isGuest ? () => undefined : await joinDefaultChannels(query, id);
  const joined: ConversationId[] = [];
  for (const channel of invitation?.channelIds ?? [])
    if ((await insertMembers(query, channel, [id])).length > 0) joined.push(channel);
  return () => {
    announceDefaults();
    for (const channel of joined) announceJoined([id], channel);
    if (notice) announceChanges(notice.conversationId, [notice]);
  };
}

/** Announces a newcomer in the oldest of the channels that everybody joins, where the workspace wants that. */
async function announceNewcomer(query: Query, id: UserId): Promise<Message | null> {
  const [channel] = await query<{ id: ConversationId }>(
    `SELECT c.id FROM conversation c, workspace w WHERE c.is_default AND w.announce_newcomers
     ORDER BY c.created_at, c.id LIMIT 1`,
    [],
  );
  return channel ? storeNotice(query, channel.id, id, 'joined') : null;
}
