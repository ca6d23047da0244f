import { plainHandle } from '#contract/handles.ts';
import { skeletonOf, skeletonsOf } from '#domain/skeletons.ts';
import type { Query } from '#platform/database.ts';
import { storeChanges } from './changes.ts';
import type { ConversationPlan } from './conversations.ts';
import { idAt, iso, type Moment, storeLines, type UserIds } from './lines.ts';
import type { Random } from './random.ts';
import { storeReactions } from './reactions.ts';
import type { Line } from './script.ts';
import { emailOf, type SeedUser, users } from './users.ts';

/** How long after the last word a channel was archived, in ms. */
const archivedAfter = 600_000;

/** Stores everyone but the owner, who has signed up, and gives the ids of all. */
export async function storeUsers(
  query: Query,
  owner: string,
  passwordHash: string,
  { time, random }: Moment,
): Promise<UserIds> {
  const [, ...others] = users;
  const ids = new Map<SeedUser, string>([[users[0], owner]]);
  const times = others.map((_, index) => time + index * 11 * 60_000 + random.integer(0, 500_000));
  for (const [index, user] of others.entries()) ids.set(user, idAt({ time: times[index] ?? time, random }));
  await query('UPDATE "user" SET created_at = $2 WHERE id = $1', [owner, iso(time - 3_600_000)]);
  await query(
    `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role, created_at)
     SELECT id, name, handle, handle_skeleton, email, $6, 'member', created_at
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $7::timestamptz[])
       AS made(id, name, handle, handle_skeleton, email, created_at)`,
    [
      others.map((user) => ids.get(user)),
      others.map(({ name }) => name),
      others.map(({ name }) => plainHandle(name)),
      others.map(({ name }) => skeletonOf(plainHandle(name))),
      others.map(emailOf),
      passwordHash,
      times.map(iso),
    ],
  );
  return ids;
}

/**
 * Stores a conversation with its people and all its messages. `existing` is the id of the one that the first
 * sign-up made, which takes the facts of the plan.
 */
export async function storeConversation(
  query: Query,
  plan: ConversationPlan,
  lines: Line[],
  ids: UserIds,
  { time, random, existing }: Moment & { existing: string | null },
): Promise<void> {
  const conversation = existing ?? idAt({ time, random });
  const skeletons = plan.name === null ? null : skeletonsOf(plan.name);
  const memberIds = plan.members.map((user) => ids.get(user));
  const joined = plan.members.map((_, index) => time + (plan.kind === 'direct' ? 0 : index * 7 * 60_000));
  const newest = lines.at(-1)?.time;
  if (existing) await query('DELETE FROM member WHERE conversation_id = $1', [existing]);
  // Messages are no change of these facts: the last one was somebody's joining.
  await query(
    `INSERT INTO conversation
       (id, kind, name, name_skeleton, name_shape, topic, direct_key, created_by_id, created_at, updated_at,
        member_count, last_seq, version, last_message_at, description, archived_at)
     VALUES ($1, $2, $3, $11, $12, $4, $5, $6, $7, $8, $9, $10, $10, $13, $14, $15)
     ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, updated_at = excluded.updated_at,
       member_count = excluded.member_count, last_seq = excluded.last_seq, version = excluded.version,
       last_message_at = excluded.last_message_at`,
    [
      conversation,
      plan.kind,
      plan.name,
      plan.topic,
      plan.kind === 'direct' ? memberIds.toSorted().join(',') : null,
      memberIds[0],
      iso(time),
      iso(Math.max(...joined)),
      memberIds.length,
      lines.length,
      skeletons?.caseless ?? null,
      skeletons?.shape ?? null,
      newest === undefined ? null : iso(newest),
      plan.description ?? '',
      plan.isArchived && newest !== undefined ? iso(newest + archivedAfter) : null,
    ],
  );
  await query(
    `INSERT INTO member (conversation_id, user_id, joined_at, last_read_seq, muted)
     SELECT $1, * FROM unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::boolean[])`,
    [
      conversation,
      memberIds,
      joined.map(iso),
      plan.members.map((user) => readTo(user, plan, lines, random)),
      // The owner has muted what is only for fun.
      plan.members.map((user) => user === users[0] && plan.name === 'random'),
    ],
  );
  const messageIds = await storeLines(query, conversation, lines, ids, random);
  await storeReactions(query, messageIds, lines, { members: plan.members, ids, random });
  await storeChanges(query, { conversation, lines, messageIds, ids, random });
}

/** Nobody is behind their own words; the owner has read all but what the plan leaves, others as chance has it. */
function readTo(user: SeedUser, plan: ConversationPlan, lines: Line[], random: Random): number {
  const own = lines.findLastIndex(({ author }) => author === user) + 1;
  const chance = random.next();
  const behind = chance < 0.7 ? 0 : random.integer(1, chance < 0.9 ? 9 : 60);
  return Math.max(own, lines.length - (user === users[0] ? plan.unread : behind), 0);
}
