import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import { type SessionEnd, sessionEnd } from '#contract/events.ts';
import { type SessionId, sessionId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { database, type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { live } from '#platform/events.ts';
import { defineJob, enqueue } from '#platform/jobs.ts';
import { livingToken } from './token-rows.ts';
import { hashOf } from './token-text.ts';

/** Seconds a session lives without being used. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** Where a session is started from. */
export interface Device {
  /** Its network address. */
  address: string;
  /** What it calls itself: the request's User-Agent. */
  userAgent: string;
}

/**
 * Starts a session and gives its token, the one secret that the browser keeps. Of more sessions than one user may have,
 * the one that was used longest ago ends. Throws `unauthenticated` when it was a password that let its user in, and the
 * password has another hash by now.
 */
export async function startSession(
  userId: UserId,
  { address, userAgent }: Device = { address: '', userAgent: '' },
  passwordHash: string | null = null,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const id = sessionId.parse(uuidv7());
  const told = userAgent.slice(0, limits.userAgent).toWellFormed().replaceAll('\0', '');
  const announce = await transaction(async (query) => {
    await query(
      `INSERT INTO session (id, user_id, token_hash, expires_at, address, user_agent)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)`,
      [id, userId, hashOf(token), SESSION_SECONDS, address, told],
    );
    // After the row, whose reference waits for whoever changes the password at this moment and ends all sessions.
    const [changed] = await query('SELECT 1 FROM "user" WHERE id = $1 AND password_hash <> $2', [
      userId,
      passwordHash,
    ]);
    if (changed) throw new Refusal('unauthenticated', 'Your password was changed in this moment.');
    const rows = await query<EndedRow>(
      `DELETE FROM session WHERE id IN (SELECT id FROM session WHERE user_id = $1 AND id <> $2
         ORDER BY last_seen_at DESC, id DESC OFFSET $3) RETURNING id, expires_at > now() AS is_alive`,
      [userId, id, limits.sessions - 1],
    );
    return announcing(rows, 'signed_out_elsewhere');
  });
  announce();
  return token;
}

/** Ends a session at once, on its open sockets too. Ending one that is over already does nothing. */
export async function endSession(token: string): Promise<void> {
  const row = await queryRow<{ id: SessionId }>(
    'session-end',
    'DELETE FROM session WHERE token_hash = $1 RETURNING id',
    [hashOf(token)],
  );
  if (!row) return;
  live().publish({ session: row.id }, 'session:ended', { reason: 'signed_out' });
  live().closeSession(row.id);
}

interface EndedRow {
  id: SessionId;
  is_alive: boolean;
}

/** Tells the open sockets of sessions that have ended why, and closes them: to be called after the commit. */
export interface Ended {
  (): void;
  /** How many of them were not over by themselves. */
  count: number;
}

function announcing(rows: EndedRow[], reason: SessionEnd): Ended {
  const announce = () => {
    for (const { id } of rows) endExpired(id, reason);
  };
  return Object.assign(announce, { count: rows.filter((row) => row.is_alive).length });
}

/**
 * Ends all sessions of a user, but for one, inside a transaction. Call what it gives after the commit. Tokens go on, for
 * programs run while their user is away, but those of whoever is suspended rest until they are back, and those of
 * whoever is removed are gone.
 */
export async function endSessionsOf(
  query: Query,
  userId: UserId,
  reason: SessionEnd,
  except: SessionId | null = null,
): Promise<Ended> {
  const rows = await query<EndedRow>(
    `DELETE FROM session WHERE user_id = $1 AND id IS DISTINCT FROM $2
     RETURNING id, expires_at > now() AS is_alive`,
    [userId, except],
  );
  const ending = endingTokens[reason];
  const tokens = ending ? await query<{ id: SessionId }>(ending, [userId]) : [];
  return announcing([...rows, ...tokens.map(({ id }) => ({ id, is_alive: false }))], reason);
}

/** Ends one session of a user, on another device of theirs, inside a transaction. Call what it gives after the commit. */
export async function endSessionFrom(query: Query, userId: UserId, id: SessionId): Promise<Ended> {
  const rows = await query<EndedRow>(
    'DELETE FROM session WHERE user_id = $1 AND id = $2 RETURNING id, expires_at > now() AS is_alive',
    [userId, id],
  );
  return announcing(rows, 'signed_out_elsewhere');
}

/** Which tokens of a user $1 are closed on open sockets together with the sessions. */
const endingTokens: Partial<Record<SessionEnd, string>> = {
  suspended: 'SELECT id FROM token WHERE user_id = $1',
  removed: 'DELETE FROM token WHERE user_id = $1 RETURNING id',
};

/** Those of the ids $1 that are of tokens that work. */
const livingTokens = `SELECT t.id FROM token t JOIN "user" u ON u.id = t.user_id
  WHERE t.id = ANY($1) AND ${livingToken}`;

/** Notes that these sessions are in use; gives those that are not over, tokens among them. */
export async function renewSessions(ids: SessionId[]): Promise<SessionId[]> {
  const rows = await queryRows<{ id: SessionId }>(
    'session-renew',
    `WITH renewed AS (
       UPDATE session SET last_seen_at = now(), expires_at = now() + make_interval(secs => $2)
       WHERE id = ANY($1) AND expires_at > now() RETURNING id
     ) SELECT id FROM renewed UNION ALL ${livingTokens}`,
    [ids, SESSION_SECONDS],
    'early',
  );
  return rows.map((row) => row.id);
}

/** Those of these sessions that are not over, tokens among them. */
export async function livingSessions(ids: SessionId[]): Promise<SessionId[]> {
  const rows = await queryRows<{ id: SessionId }>(
    'session-living',
    `SELECT id FROM session WHERE id = ANY($1) AND expires_at > now() UNION ALL ${livingTokens}`,
    [ids],
    'early',
  );
  return rows.map((row) => row.id);
}

/** Announces to the sockets of a session that it is over, and closes them. */
export function endExpired(id: SessionId, reason: SessionEnd = 'expired'): void {
  live().publish({ session: id }, 'session:ended', { reason });
  live().closeSession(id);
}

/** Sessions that one job is told of: their ids fit into its data. */
const ENDED_AT_ONCE = 150;

/** Announces sessions that were ended by a program on the machine, which has no sockets of its own. */
export const announceEnded = defineJob('announce-ended-sessions', {
  data: z.object({ ids: z.array(sessionId).max(ENDED_AT_ONCE), reason: sessionEnd }),
  retryLimit: 3,
  concurrency: 4,
  poll: 0.5,
  async handler({ ids, reason }) {
    for (const id of ids) endExpired(id, reason);
  },
});

/** Ends a part of all sessions, those in use first, inside a transaction; gives how many: 0 when there are none. */
export async function endSomeSessions(query: Query): Promise<number> {
  const rows = await query<{ id: SessionId }>(
    `DELETE FROM session WHERE id IN (SELECT id FROM session ORDER BY last_seen_at DESC LIMIT $1) RETURNING id`,
    [ENDED_AT_ONCE],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await enqueue(query, announceEnded, { ids, reason: 'signed_out_elsewhere' });
  return ids.length;
}

/** Removes the rows of sessions that nobody used for 30 days, every night. */
export const removeExpiredSessions = defineJob('expired-sessions', {
  data: z.object({}),
  schedule: '17 3 * * *',
  poll: 20,
  async handler() {
    const { prisma, inTurn } = database();
    await inTurn('usual', () => prisma.session.deleteMany({ where: { expiresAt: { lt: new Date() } } }));
  },
});
