import { Refusal, refuseField } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Query } from '#platform/database.ts';
import type { Actor } from './actor.ts';
import { seen } from './sight.ts';

// Nobody fills another's list of conversations, or the database. Counts are true because every membership that
// counts is added while the rows of its users are locked. Direct conversations of two are not counted for those who
// are in them: there are only as many as there are users.

type Sort = 'channel' | 'direct';

const counted: Record<Sort, { condition: string; words: string }> = {
  channel: { condition: `m.parent_id IS NULL AND c.kind <> 'direct'`, words: 'channels' },
  direct: {
    condition: `c.kind = 'direct' AND c.member_count > 2`,
    words: 'direct conversations of three or more',
  },
};

/** Locks these users, in the order of their ids, so that two transactions cannot deadlock. */
export async function lockUsers(query: Query, userIds: UserId[]): Promise<void> {
  await query('SELECT 1 FROM "user" WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [userIds]);
}

/**
 * Checks that the actor may put these users, whose rows are locked, all into one more conversation. Throws `conflict`;
 * `invalid` at `memberIds` for users whom the actor does not see, or who were removed from the workspace.
 */
export async function admitUsers(query: Query, actor: Actor, userIds: UserId[], sort: Sort): Promise<void> {
  const admitted = await query(
    `SELECT 1 FROM "user" u WHERE u.id = ANY($2) AND u.removed_at IS NULL AND ${seen('u.id')}`,
    [actor.userId, userIds],
  );
  if (admitted.length < userIds.length) throw refuseField('memberIds', 'Somebody here is not known');
  if (sort === 'direct' && userIds.length <= 2) return;
  const { condition, words } = counted[sort];
  const full = await query<{ id: UserId; name: string }>(
    `SELECT u.id, u.name FROM "user" u
     WHERE u.id = ANY($1) AND (
       SELECT count(*) FROM member m JOIN conversation c ON c.id = m.conversation_id
       WHERE m.user_id = u.id AND ${condition}
     ) >= CASE WHEN u.id = $2 THEN $3::int ELSE $4::int END
     ORDER BY u.id LIMIT 1`,
    [userIds, actor.userId, limits.memberships, limits.membershipsByOthers],
  );
  const [first] = full;
  if (!first) return;
  throw new Refusal(
    'conflict',
    first.id === actor.userId
      ? `You are in ${limits.memberships} ${words} already.`
      : `${first.name} is in so many ${words} that nobody else can add another.`,
  );
}

/**
 * Locks a user and says whether they may follow one more thread. What they reply in they follow without this lock,
 * so a few more are possible, and not many.
 */
export async function mayFollow(query: Query, userId: UserId): Promise<boolean> {
  await query('SELECT 1 FROM "user" WHERE id = $1 FOR NO KEY UPDATE', [userId]);
  const [row] = await query<{ free: boolean }>(
    'SELECT count(*) < $2 AS free FROM member WHERE user_id = $1 AND parent_id IS NOT NULL',
    [userId, limits.followedThreads],
  );
  return row?.free ?? false;
}

/** Checks that the actor may create one more channel, or start one more direct conversation. Throws `conflict`. */
export async function admitCreation(query: Query, actor: Actor, sort: Sort): Promise<void> {
  const [most, words] =
    sort === 'direct'
      ? [limits.startedDirects, 'started so many direct conversations']
      : [limits.createdChannels, 'created so many channels'];
  const rows = await query<{ full: boolean }>(
    `SELECT count(*) >= $2 AS full FROM conversation c
     WHERE c.created_by_id = $1 AND c.kind <> 'thread' AND (c.kind = 'direct') = $3 AND c.member_count > 0`,
    [actor.userId, most, sort === 'direct'],
  );
  if (rows[0]?.full) throw new Refusal('conflict', `You have ${words} that there can be no more of yours.`);
}
