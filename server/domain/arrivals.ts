import type { ConversationId, SessionId } from '#contract/ids.ts';
import { inBatches } from '#platform/batches.ts';
import { queryRows } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { type CurrentStanding, standing } from './standings.ts';
import { livingToken } from './token-rows.ts';

/** What follows from who has come: what they are in the workspace now, and the conversations that they have joined. */
export interface Arrival {
  standing: CurrentStanding;
  joined: ConversationId[];
}

/** Arrivals in one statement: each may bring a thousand conversations. */
const AT_ONCE = 100;

/**
 * What the socket of an actor that has just been opened may receive, or null when its session is over meanwhile. When a
 * server starts, everybody comes at once: those that wait while a statement runs are asked for together in the next
 * one. Throws `unavailable` when too many wait already.
 */
export const findArrival: (actor: Actor) => Promise<Arrival | null> = inBatches(async (actors) => {
  const rows = await readArrivals([...new Set(actors.map(({ sessionId }) => sessionId))]);
  const found = new Map(rows.map(({ id, ...arrival }) => [id, arrival]));
  return ({ sessionId }) => found.get(sessionId) ?? null;
}, AT_ONCE);

/** Those of these sessions that are not over, tokens among them. */
function readArrivals(ids: SessionId[]): Promise<({ id: SessionId } & Arrival)[]> {
  return queryRows(
    'arrivals',
    `WITH living AS (
       SELECT id, user_id FROM session WHERE id = ANY($1) AND expires_at > now()
       UNION ALL
       SELECT t.id, t.user_id FROM token t JOIN "user" u ON u.id = t.user_id WHERE t.id = ANY($1) AND ${livingToken}
     ) SELECT living.id, ${standing} AS standing,
         ARRAY(SELECT conversation_id::text FROM member WHERE user_id = u.id ORDER BY conversation_id) AS joined
       FROM living JOIN "user" u ON u.id = living.user_id`,
    [ids],
    'early',
  );
}
