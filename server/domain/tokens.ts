import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { sessionId, type TokenId, tokenId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import type { Scope } from '#contract/scopes.ts';
import type { IssuedToken, NewToken, Token } from '#contract/tokens.ts';
import { type Query, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { recordAudit } from './audit.ts';
import { hashOf, makeToken } from './token-text.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

export interface TokenRow {
  id: TokenId;
  name: string;
  scopes: Scope[];
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  last_address: string;
}

/** The columns that TokenRow promises. */
const columns = 'id, name, scopes, created_at, expires_at, last_used_at, last_address';

export function toToken(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastAddress: row.last_address,
  };
}

/** The caller's own tokens, the newest first. */
export async function listTokens({ userId }: Actor): Promise<List<Token>> {
  const rows = await queryRows<TokenRow>(
    'token-list',
    `SELECT ${columns} FROM token WHERE user_id = $1 ORDER BY created_at DESC, id DESC`,
    [userId],
  );
  return { items: rows.map(toToken), nextCursor: null };
}

/**
 * Makes a token for the caller. Refuses guests (`forbidden`), an end that is past (`invalid`), and more tokens than one
 * user may have (`conflict`).
 */
export async function createToken(actor: Actor, input: NewToken): Promise<IssuedToken> {
  return transaction(async (query) => {
    // Of two at once, the second waits, and counts the first.
    await query('SELECT 1 FROM "user" WHERE id = $1 FOR UPDATE', [actor.userId]);
    await requireInWorkspace(query, actor, 'createToken');
    const [own] = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM token WHERE user_id = $1',
      [actor.userId],
    );
    if ((own?.count ?? 0) >= limits.tokensOfUser)
      throw new Refusal('conflict', `You have ${limits.tokensOfUser} tokens: revoke one first.`);
    return issueToken(query, actor, actor.userId, input);
  });
}

/** Makes a token for a user, inside the transaction in which that was allowed. */
export async function issueToken(
  query: Query,
  actor: Actor,
  userId: UserId,
  { name, scopes, expiresAt }: NewToken,
): Promise<IssuedToken> {
  if (expiresAt !== null) refuseEnd(Date.parse(expiresAt));
  const secret = makeToken();
  const id = tokenId.parse(uuidv7());
  const [row] = await query<TokenRow>(
    `INSERT INTO token (id, user_id, name, token_hash, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING ${columns}`,
    [id, userId, name, hashOf(secret), scopes, expiresAt],
  );
  if (!row) throw new Error('The token was not stored');
  await recordAudit(
    query,
    actor,
    'token.created',
    { kind: 'token', id, name },
    { scopes, expiresAt, userId },
  );
  return { ...toToken(row), secret };
}

function refuseEnd(end: number): void {
  if (end <= Date.now()) throw refuseField('expiresAt', 'This time is past');
  if (end >= Date.UTC(10_000)) throw refuseField('expiresAt', 'Choose another time');
}

/** Revokes a token of the caller at once, on open sockets too. Somebody else's is `not_found`. */
export async function revokeToken(actor: Actor, { id }: { id: TokenId }): Promise<null> {
  const close = await transaction(async (query) => {
    const close = await removeTokens(query, actor, actor.userId, id);
    if (!close) throw new Refusal('not_found', 'There is no such token.');
    return close;
  });
  close();
  return null;
}

/**
 * Removes one token of a user, or all of them. Gives what closes their sockets, to be called after the commit; null: there
 * was nothing to remove.
 */
export async function removeTokens(
  query: Query,
  by: Parameters<typeof recordAudit>[1],
  userId: UserId,
  id: TokenId | null = null,
): Promise<(() => void) | null> {
  const rows = await query<{ id: TokenId; name: string }>(
    'DELETE FROM token WHERE user_id = $1 AND ($2::uuid IS NULL OR id = $2) RETURNING id, name',
    [userId, id],
  );
  for (const row of rows)
    await recordAudit(query, by, 'token.revoked', { kind: 'token', ...row }, { userId });
  return rows.length === 0 ? null : () => closeSockets(rows.map((row) => row.id));
}

function closeSockets(ids: TokenId[]): void {
  for (const id of ids) {
    const session = sessionId.parse(id);
    live().publish({ session }, 'session:ended', { reason: 'signed_out' });
    live().closeSession(session);
  }
}
