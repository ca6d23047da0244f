import type { SessionId, UserId } from '#contract/ids.ts';
import type { Scope } from '#contract/scopes.ts';
import type { Role } from '#contract/users.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';

/** The use of a token is written down again at most this often, in seconds: reading it stays a read. */
const TOUCH_SECONDS = 60;

/** A token that is shown, by its hash, and the network address that it comes from. */
export interface ShownToken {
  hash: Buffer;
  address: string;
}

interface TokenActorRow {
  hash: string;
  /** A token stands for a session of its own, which has its id. */
  id: SessionId;
  user_id: UserId;
  role: Role;
  scopes: Scope[];
  expires_at: Date | null;
  stale: boolean;
}

/** A token `t` of a user `u` that works now. */
export const livingToken = `(t.expires_at IS NULL OR t.expires_at > now())
  AND u.suspended_at IS NULL AND u.removed_at IS NULL`;

/** The actors of the tokens that work, by their hash in hexadecimal. */
export async function readTokens(shown: ShownToken[]): Promise<Map<string, Actor>> {
  const rows = await queryRows<TokenActorRow>(
    'token-find',
    `SELECT encode(t.token_hash, 'hex') AS hash, t.id, t.user_id, u.role, t.scopes, t.expires_at,
       coalesce(t.last_used_at < now() - make_interval(secs => $2), true) AS stale
     FROM token t JOIN "user" u ON u.id = t.user_id
     WHERE t.token_hash = ANY($1::bytea[]) AND ${livingToken}`,
    [shown.map(({ hash }) => hash), TOUCH_SECONDS],
    'early',
  );
  const addresses = new Map(shown.map(({ hash, address }) => [hash.toString('hex'), address]));
  const stale = rows.filter((row) => row.stale);
  if (stale.length > 0)
    await queryRows(
      'token-touch',
      `UPDATE token t SET last_used_at = now(), last_address = used.address
       FROM unnest($1::uuid[], $2::text[]) AS used(id, address) WHERE t.id = used.id`,
      [stale.map(({ id }) => id), stale.map(({ hash }) => addresses.get(hash) ?? '')],
      'early',
    );
  return new Map(
    rows.map(({ hash, id, user_id, role, scopes, expires_at }) => [
      hash,
      { userId: user_id, sessionId: id, role, token: { scopes, expiresAt: expires_at } },
    ]),
  );
}
