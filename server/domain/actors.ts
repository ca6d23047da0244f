import type { ConversationId, SessionId, UserId } from '#contract/ids.ts';
import type { Role } from '#contract/users.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { selectReadable } from './readable.ts';
import type { Readable } from './readable-state.ts';
import { hasSecondFactor } from './second-factor-rows.ts';
import { renewSessions } from './sessions.ts';
import { readTokens, type ShownToken } from './token-rows.ts';
import { hashOf, isTokenText } from './token-text.ts';

/**
 * A used session is written down again at most this often, in seconds: reading it stays a read, and the list of devices
 * still knows which of them are in use.
 */
const TOUCH_SECONDS = 5 * 60;

/** A session's secret, which a browser keeps, by its hash in hexadecimal. */
interface ShownSession {
  hash: string;
  /** What they are about to read: whether they may is asked with it. */
  conversationId?: ConversationId;
}

/** Every request waits for this before it can be anything else, so those that come together are one statement. */
const findActor = inBatches(readActors);

/**
 * The actor behind a session's token, or null when the session is over, expired or was never there. With a conversation
 * that is read next, what `findReadable` will say of it, asked by the same statement.
 */
export function findSession(token: string, conversationId?: ConversationId): Promise<Actor | null> {
  return findActor({ hash: hashOf(token).toString('hex'), ...(conversationId && { conversationId }) });
}

/** The actor behind a program's token, or null when it is revoked, expired, its user suspended, or it never was one. */
export async function findToken(secret: string, address: string): Promise<Actor | null> {
  return isTokenText(secret) ? findActor({ hash: hashOf(secret), address }) : null;
}

/** The actors of these secrets: a token is no session's secret, nor the other way round. */
async function readActors(
  batch: (ShownSession | ShownToken)[],
): Promise<(shown: ShownSession | ShownToken, index: number) => Actor | null> {
  const sessions = batch.flatMap((shown, position) => ('address' in shown ? [] : [{ ...shown, position }]));
  const tokens = batch.filter((shown) => 'address' in shown);
  const byToken = tokens.length > 0 ? await readTokens(tokens) : null;
  // Last, so that what is said of a conversation is as new as can be.
  const bySession = sessions.length > 0 ? await readSessions(sessions) : null;
  return (shown, index) =>
    ('address' in shown ? byToken?.get(shown.hash.toString('hex')) : bySession?.get(index)) ?? null;
}

type SessionRow = {
  position: number;
  id: SessionId;
  user_id: UserId;
  role: Role;
  stale: boolean;
  must_set_up: boolean;
} & (Readable | { state?: null });

/** A plan is kept for these: see `readable.ts`. `columns` are of what `join` brings in besides. */
const selectSessions = (columns: string, join: string) => `
SELECT r.position, s.id, s.user_id, u.role, s.last_seen_at < now() - make_interval(secs => $2) AS stale,
  (SELECT require_second_factor FROM workspace) AND NOT ${hasSecondFactor('u.id')} AS must_set_up${columns}
FROM json_to_recordset($1::json) AS r(hash text, "conversationId" uuid, position int)
CROSS JOIN LATERAL (
  SELECT * FROM session WHERE token_hash = decode(r.hash, 'hex') AND expires_at > now() LIMIT 1
) AS s
CROSS JOIN LATERAL (
  SELECT id, role FROM "user" WHERE id = s.user_id AND suspended_at IS NULL AND removed_at IS NULL LIMIT 1
) AS u
${join}`;

const findSessions = { name: 'session-find', text: selectSessions('', '') };
/** Preparing to look at a conversation costs a fifth of the statement, even where nobody is about to read one. */
const findReaders = {
  name: 'session-find-reading',
  text: selectSessions(
    ', c.version, c.first_seq, c.last_seq, c.state',
    `LEFT JOIN LATERAL (${selectReadable('s.user_id', 'r."conversationId"')}) AS c ON true`,
  ),
};

/** The actors of the sessions that are there, by their place among those that are shown. */
async function readSessions(shown: (ShownSession & { position: number })[]): Promise<Map<number, Actor>> {
  const { name, text } = shown.some(({ conversationId }) => conversationId) ? findReaders : findSessions;
  const rows = await queryRows<SessionRow>(name, text, [JSON.stringify(shown), TOUCH_SECONDS], 'early');
  const stale = rows.filter((row) => row.stale).map(({ id }) => id);
  if (stale.length > 0) await renewSessions(stale);
  // That may have waited for somebody's lock: then whether they may read is asked again, when they do.
  const asked = stale.length > 0 ? [] : shown;
  const conversations = new Map(asked.map(({ position, conversationId }) => [position, conversationId]));
  return new Map(
    rows.map((row) => {
      const { position, id, user_id, role, must_set_up } = row;
      const conversationId = conversations.get(position);
      const actor: Actor = {
        ...{ userId: user_id, sessionId: id, role },
        ...(must_set_up ? { mustSetUp: true } : {}),
        ...(conversationId && { asked: { conversationId, readable: row.state ? row : null } }),
      };
      return [position, actor];
    }),
  );
}
