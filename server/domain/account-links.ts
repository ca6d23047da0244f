import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { LinkState } from '#contract/accounts.ts';
import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { database, type Query, queryRow } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { hashOf } from './token-text.ts';

// Links that are used once. The token is told where the link goes, and nowhere else: what is kept is its hash. Of each
// kind the newest counts, in the one row that a user has of it (decision 37).

/** `password` was mailed, `handed` is handed over by somebody; both lead to a new password. */
export type LinkKind = 'password' | 'handed' | 'email';

/** Seconds that a link counts. One that is handed over has to find its way first; a mailed address can wait for a day. */
const lifetimes: Record<LinkKind, number> = { password: 3_600, handed: 86_400, email: 86_400 };

export const passwordKinds: readonly LinkKind[] = ['password', 'handed'];

interface NewLink {
  userId: UserId;
  kind: LinkKind;
  /** See the column. */
  email?: string;
  previousEmail?: string | null;
}

export interface IssuedLink {
  id: string;
  /** The secret of it. */
  token: string;
  expiresAt: Date;
}

/** Makes a link in place of the one before it. */
export async function issueLink(query: Query, { userId, kind, email, previousEmail }: NewLink) {
  const token = newToken();
  const [row] = await query<{ id: string; expires_at: Date }>(
    `INSERT INTO account_link (id, user_id, kind, token_hash, email, previous_email, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
     ON CONFLICT (user_id, kind) DO UPDATE SET id = excluded.id, token_hash = excluded.token_hash,
       email = excluded.email, previous_email = excluded.previous_email, created_at = now(),
       expires_at = excluded.expires_at, used_at = NULL
     RETURNING id, expires_at`,
    [uuidv7(), userId, kind, hashOf(token), email ?? null, previousEmail ?? null, lifetimes[kind]],
  );
  if (!row) throw new Error('The link was not stored');
  return { id: row.id, token, expiresAt: row.expires_at } satisfies IssuedLink;
}

/**
 * Gives a link that is not used yet another token, for the mail that carries it: a mail that is written anew counts
 * instead of the one before. Null when it was used, replaced or taken back meanwhile, or has expired.
 */
export async function renewToken(linkId: string): Promise<string | null> {
  const token = newToken();
  const row = await queryRow(
    'account-link-renew',
    `UPDATE account_link SET token_hash = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > now()
     RETURNING id`,
    [linkId, hashOf(token)],
  );
  return row && token;
}

interface LinkRow {
  id: string;
  user_id: UserId;
  kind: LinkKind;
  email: string | null;
  previous_email: string | null;
  is_used: boolean;
  is_expired: boolean;
}

const columns = `l.id, l.user_id, l.kind, l.email, l.previous_email, l.used_at IS NOT NULL AS is_used,
  l.expires_at <= now() AS is_expired`;
/** Links of those who may not come in are as good as none. */
const found = `FROM account_link l JOIN "user" u ON u.id = l.user_id
  WHERE l.token_hash = $1 AND l.kind = ANY($2) AND u.suspended_at IS NULL AND u.removed_at IS NULL`;

/** What a link is worth at this moment, for the page that it leads to, and the address that it is about. */
export async function readLink(
  kinds: readonly LinkKind[],
  token: string,
): Promise<{ state: LinkState; email: string | null }> {
  const row = await queryRow<LinkRow>('account-link', `SELECT ${columns} ${found}`, [hashOf(token), kinds]);
  return { state: stateOf(row), email: row?.email ?? null };
}

/**
 * Takes a link for use: locks its user, then itself, so that of two who use it at once one finds it used. Throws
 * `not_found` with what is wrong with it.
 */
export async function takeLink(query: Query, kinds: readonly LinkKind[], token: string): Promise<LinkRow> {
  const values = [hashOf(token), kinds];
  await query(`SELECT 1 ${found} FOR UPDATE OF u`, values);
  const [row] = await query<LinkRow>(`SELECT ${columns} ${found} FOR UPDATE OF l`, values);
  const state = stateOf(row ?? null);
  if (state !== 'valid' || !row) throw refusedLink(state);
  await query('UPDATE account_link SET used_at = now() WHERE id = $1', [row.id]);
  return row;
}

/** Ends the other links of a user that nobody has used: whoever asked for them may have been somebody else. */
export async function endOtherLinks(
  query: Query,
  userId: UserId,
  linkId: string | null = null,
): Promise<void> {
  await query(
    'DELETE FROM account_link WHERE user_id = $1 AND used_at IS NULL AND id IS DISTINCT FROM $2::uuid',
    [userId, linkId],
  );
}

function stateOf(row: LinkRow | null): LinkState {
  if (!row) return 'unknown';
  if (row.is_used) return 'used';
  return row.is_expired ? 'expired' : 'valid';
}

const faults: Record<LinkState, string> = {
  valid: '',
  expired: 'This link has expired: ask for a new one.',
  used: 'This link has been used: ask for a new one.',
  unknown: 'This link does not count, or a newer one took its place.',
};

function refusedLink(state: LinkState): Refusal {
  return new Refusal('not_found', faults[state]);
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Removes links a week after they have ended, every night: until then they say what became of them. */
export const removeOldLinks = defineJob('old-links', {
  data: z.object({}),
  schedule: '27 3 * * *',
  poll: 20,
  async handler() {
    const { prisma, inTurn } = database();
    const expiresAt = { lt: new Date(Date.now() - 7 * 24 * 60 * 60 * 1_000) };
    await inTurn('usual', () => prisma.accountLink.deleteMany({ where: { expiresAt } }));
  },
});
