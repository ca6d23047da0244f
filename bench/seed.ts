import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type ConversationId, conversationId, type UserId, userId } from '#contract/ids.ts';
import { skeletonOf, skeletonsOf, skeletonVersion } from '#domain/skeletons.ts';
import { hashOf } from '#domain/token-text.ts';

// Workspaces of any size by SQL alone, in rows as the domain writes them (seed.test.ts holds the two together), for
// measures that have no time to write them one by one. Messages are in seed-messages.ts. Needs an empty, migrated
// database and its superuser.

/** Whoever is in the workspace, signed in already. */
export interface SeededPerson {
  id: UserId;
  name: string;
  /** As a browser sends it. */
  cookie: string;
}

/** What a password that nobody gives is hashed to. */
const noPassword = '$argon2id$v=19$m=8,t=1,p=1$ftJ3fBDX+zdYwYORLyrbLA$z3SKcvgkAtcmRCpx5fLwgk0bdjaPZ08qVInTgaJLvcI';

/** Stores `Person 1`, the owner, and so many more, each with a session. */
export async function seedPeople(session: pg.ClientBase, count: number): Promise<SeededPerson[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
  const people = tokens.map((token, index) => ({
    id: userId.parse(uuidv7()),
    name: `Person ${index + 1}`,
    handle: `person-${index + 1}`,
    cookie: `next-auth.session-token=${token}`,
  }));
  // Otherwise the first start would make all handles anew.
  await session.query(`UPDATE workspace SET name = 'Benchmark', skeleton_version = $1`, [skeletonVersion]);
  await session.query(
    `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
     SELECT id, name, handle, skeleton, handle || '@example.test', $5, CASE nth WHEN 1 THEN 'owner' ELSE 'member' END
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS p(id, name, handle, skeleton, nth)`,
    [
      people.map(({ id }) => id),
      people.map(({ name }) => name),
      people.map(({ handle }) => handle),
      people.map(({ handle }) => skeletonOf(handle)),
      noPassword,
    ],
  );
  await session.query(
    `INSERT INTO session (id, user_id, token_hash, expires_at)
     SELECT id, user_id, hash, now() + interval '30 days'
     FROM unnest($1::uuid[], $2::uuid[], $3::bytea[]) AS s(id, user_id, hash)`,
    [people.map(() => uuidv7()), people.map(({ id }) => id), tokens.map(hashOf)],
  );
  return people.map(({ id, name, cookie }) => ({ id, name, cookie }));
}

export interface PlannedConversation {
  /** Null: a direct conversation. */
  name: string | null;
  /** `public` unless it says so; a direct conversation is neither. */
  isPrivate?: boolean;
  /** Everyone who signs up joins it. */
  isDefault?: boolean;
  /** The first of them created it. */
  memberIds: UserId[];
}

/** Stores empty conversations and gives their ids. */
export async function seedConversations(
  session: pg.ClientBase,
  plans: PlannedConversation[],
): Promise<ConversationId[]> {
  const ids = plans.map(() => conversationId.parse(uuidv7()));
  const skeletons = plans.map(({ name }) => (name === null ? null : skeletonsOf(name)));
  await session.query(
    `INSERT INTO conversation
       (id, kind, name, name_skeleton, name_shape, direct_key, is_default, created_by_id, member_count)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[],
       $8::uuid[], $9::int[])`,
    [
      ids,
      plans.map(({ name, isPrivate }) => (name === null ? 'direct' : isPrivate ? 'private' : 'public')),
      plans.map(({ name }) => name),
      skeletons.map((skeleton) => skeleton?.caseless ?? null),
      skeletons.map((skeleton) => skeleton?.shape ?? null),
      plans.map(({ name, memberIds }) => (name === null ? memberIds.toSorted().join(',') : null)),
      plans.map(({ isDefault }) => isDefault ?? false),
      plans.map(({ memberIds }) => memberIds[0]),
      plans.map(({ memberIds }) => memberIds.length),
    ],
  );
  await session.query(
    'INSERT INTO member (conversation_id, user_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])',
    [
      plans.flatMap(({ memberIds }, index) => memberIds.map(() => ids[index])),
      plans.flatMap(({ memberIds }) => memberIds),
    ],
  );
  return ids;
}
