import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type ConversationId, conversationId, type UserId } from '#contract/ids.ts';
import { skeletonsOf } from '#domain/skeletons.ts';

// Workspaces of any size by SQL alone, in rows as the domain writes them (seed.test.ts holds the two together), for
// measures that have no time to write them one by one.

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
  sql: pg.Pool,
  plans: PlannedConversation[],
): Promise<ConversationId[]> {
  const ids = plans.map(() => conversationId.parse(uuidv7()));
  const skeletons = plans.map(({ name }) => (name === null ? null : skeletonsOf(name)));
  await sql.query(
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
  await sql.query(
    'INSERT INTO member (conversation_id, user_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])',
    [
      plans.flatMap(({ memberIds }, index) => memberIds.map(() => ids[index])),
      plans.flatMap(({ memberIds }) => memberIds),
    ],
  );
  return ids;
}
