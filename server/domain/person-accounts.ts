import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { type Query, transaction } from '#platform/database.ts';
import { enqueue } from '#platform/jobs.ts';
import { issueLink } from './account-links.ts';
import { emailNote } from './account-mail.ts';
import { refuseTakenEmail, storeEmail } from './accounts.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { type LockedPerson, lockPerson } from './workspace-permissions.ts';

// What those who look after people do with their accounts. Who may, `lockPerson` says.

/** A link to a new password, to be handed over, as its maker is told it once. */
export interface ResetLink {
  /** Below the address of this workspace. */
  path: string;
  expiresAt: string;
}

/** Makes a link to a new password for somebody. Throws `forbidden` for bots, and for those who may not come in. */
export async function makeResetLink(actor: Actor, { id }: { id: UserId }): Promise<ResetLink> {
  return transaction(async (query) => {
    const person = await lockPerson(query, actor, id);
    return issueResetLink(query, person, actor);
  });
}

/** The same for whoever has locked their row, and may. */
export async function issueResetLink(
  query: Query,
  { id, name, kind, suspendedAt, removedAt }: LockedPerson,
  by: Parameters<typeof recordAudit>[1],
): Promise<ResetLink> {
  if (kind === 'bot') throw new Refusal('forbidden', 'Bots have no password.');
  if (removedAt || suspendedAt) throw new Refusal('forbidden', `${name} may not come in.`);
  const { token, expiresAt } = await issueLink(query, { userId: id, kind: 'handed' });
  await recordAudit(query, by, 'user.password_link', { kind: 'user', id, name });
  return { path: `/reset/${token}`, expiresAt: expiresAt.toISOString() };
}

/**
 * Gives somebody another address at once, for when they cannot confirm one themselves; the one before is told. Throws
 * `conflict` at `email` when it is taken.
 */
export async function setEmail(actor: Actor, { id, email }: { id: UserId; email: string }): Promise<null> {
  await transaction(async (query) => {
    const { name, kind, email: previousEmail } = await lockPerson(query, actor, id);
    if (kind === 'bot') throw new Refusal('forbidden', 'Bots have no address.');
    if (email === previousEmail) return;
    await storeEmail(query, id, email, false);
    const link = await issueLink(query, { userId: id, kind: 'email', email, previousEmail });
    await query('UPDATE account_link SET used_at = now(), token_hash = NULL WHERE id = $1', [link.id]);
    await enqueue(query, emailNote, { linkId: link.id });
    await recordAudit(query, actor, 'user.email', { kind: 'user', id, name });
  }).catch(refuseTakenEmail);
  return null;
}
