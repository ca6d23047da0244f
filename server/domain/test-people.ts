import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import {
  type ConversationId,
  conversationId,
  type MessageId,
  sessionId,
  type UserId,
  userId,
} from '#contract/ids.ts';
import type { Role } from '#contract/users.ts';
import type { Actor } from './actor.ts';

/** Of a password that nobody gives, hashed with the least that argon2id takes. */
const cheapHash =
  '$argon2id$v=19$m=8,t=1,p=1$ftJ3fBDX+zdYwYORLyrbLA$z3SKcvgkAtcmRCpx5fLwgk0bdjaPZ08qVInTgaJLvcI';

/** Stores people without the cost of hashing their passwords: `count` actors, named Person 1 and so on. */
export async function storePeople(pool: pg.Pool, count: number): Promise<Actor[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await pool.query(
    `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
     SELECT id, 'Person ' || place, right(id::text, 12), id, id || '@example.test', $2, 'member'
     FROM unnest($1::uuid[]) WITH ORDINALITY AS person(id, place)`,
    [ids, cheapHash],
  );
  return ids.map((id) => ({
    userId: userId.parse(id),
    sessionId: sessionId.parse(uuidv7()),
    role: 'member',
  }));
}

/** Gives one of them another role; gives them as they are then. */
export async function storeRole(pool: pg.Pool, actor: Actor, role: Role): Promise<Actor> {
  await pool.query('UPDATE "user" SET role = $2 WHERE id = $1', [actor.userId, role]);
  return { ...actor, role };
}

/** Stores public channels that all these people are in. */
export async function storeChannels(
  pool: pg.Pool,
  count: number,
  people: Actor[],
): Promise<ConversationId[]> {
  const ids = Array.from({ length: count }, () => conversationId.parse(uuidv7()));
  const userIds: UserId[] = people.map((person) => person.userId);
  await pool.query(
    `INSERT INTO conversation (id, kind, name, name_skeleton, name_shape, member_count, created_by_id)
     SELECT id, 'public', 'channel ' || id, id, id, $2, $3 FROM unnest($1::uuid[]) AS channel(id)`,
    [ids, people.length, userIds[0]],
  );
  await pool.query(
    `INSERT INTO member (conversation_id, user_id)
     SELECT channel.id, person.id FROM unnest($1::uuid[]) AS channel(id), unnest($2::uuid[]) AS person(id)`,
    [ids, userIds],
  );
  return ids;
}

/** Fills a conversation with messages by its people in turn, by SQL alone, and gives the id of the newest. */
export async function storeHistory(
  pool: pg.Pool,
  id: ConversationId,
  people: Actor[],
  count: number,
): Promise<MessageId> {
  const { rows } = await pool.query<{ id: MessageId }>(
    `WITH inserted AS (
       INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body)
       SELECT gen_random_uuid(), $1, seq, seq, ($2::uuid[])[1 + seq % $3], gen_random_uuid(), 'message ' || seq
       FROM generate_series(1, $4::int) AS seq RETURNING id, seq
     ), counted AS (UPDATE conversation SET last_seq = $4, version = $4 WHERE id = $1)
     SELECT id FROM inserted WHERE seq = $4`,
    [id, people.map((person) => person.userId), people.length, count],
  );
  const [newest] = rows;
  if (!newest) throw new Error('Nothing was stored');
  return newest.id;
}
