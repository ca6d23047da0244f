import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Actor } from '#domain/actor.ts';
import { storeChannels, storePeople } from '#domain/test-people.ts';
import { hashOf } from '#domain/token-text.ts';

/** Somebody who is signed in. */
export interface Person {
  actor: Actor;
  userId: UserId;
  /** The Cookie header of their session. */
  cookie: string;
}

/** Stores people who are signed in already: hashing the passwords of thousands would take longer than the measure. */
export async function storeSignedIn(sql: pg.Pool, count: number): Promise<Person[]> {
  const actors = await storePeople(sql, count);
  const tokens = actors.map(() => randomBytes(32).toString('base64url'));
  await sql.query(
    `INSERT INTO session (id, user_id, token_hash, expires_at, address, user_agent)
     SELECT id, user_id, hash, now() + interval '30 days', '127.0.0.1', 'bench'
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS s(id, user_id, hash)`,
    [actors.map(({ sessionId }) => sessionId), actors.map(({ userId }) => userId), tokens.map(hashOf)],
  );
  return actors.map((actor, index) => ({
    actor,
    userId: actor.userId,
    cookie: `next-auth.session-token=${tokens[index]}`,
  }));
}

/** Stores one channel that all these people are in. */
export async function storeChannel(sql: pg.Pool, people: Person[]): Promise<ConversationId> {
  const actors = people.map(({ actor }) => actor);
  const [id] = await storeChannels(sql, 1, actors);
  if (!id) throw new Error('Nothing was stored');
  return id;
}
