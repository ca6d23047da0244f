import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { type MessageId, type UserId, userId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Actor } from './actor.ts';
import { deleteMessage, restoreMessage } from './message-deletion.ts';
import { storePeople } from './test-people.ts';
import { looked, plansOf, statementsOf } from './test-plans.ts';
import { openTestStore } from './test-store.ts';
import { makeThread, type ThreadScene, threadDisorder } from './test-threads.ts';
import { lastReplied } from './thread-roots.ts';

const { sql } = await openTestStore(4);

// What a root says of its thread after a deletion or a restoration: the same as a recount of the whole thread.

describe('whoever replied last', () => {
  const people = [1, 2, 3, 4, 5].map((n) => userId.parse(`00000000-0000-4000-8000-00000000000${n}`));
  interface Reply {
    author: UserId;
    at: Date;
    isDeleted: boolean;
  }
  /** Of all these, or of the newest of them. */
  function recounted(replies: Reply[], within = replies.length) {
    const there = replies
      .slice(Math.max(0, replies.length - within))
      .filter(({ isDeleted }) => !isDeleted)
      .reverse();
    const authors = [...new Set(there.map(({ author }) => author))].slice(0, limits.threadAuthors);
    return { authors, at: there[0]?.at ?? null };
  }
  const countOf = (replies: Reply[]) => replies.filter(({ isDeleted }) => !isDeleted).length;

  test('follows from the newest replies and what was known, or is not said to', () => {
    const deed = fc.record({
      isSent: fc.boolean(),
      by: fc.nat(people.length - 1),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    });
    let said = 0;
    let unsaid = 0;
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 40, size: 'max' }),
        fc.integer({ min: 1, max: 8 }),
        (deeds, near) => {
          const replies: Reply[] = [];
          for (const { isSent, by, at } of deeds) {
            const reply = replies[Math.floor(at * replies.length)];
            if (isSent || !reply) {
              replies.push({
                author: people[by] ?? expect.fail('nobody'),
                at: new Date(replies.length),
                isDeleted: false,
              });
              continue;
            }
            const known = recounted(replies);
            reply.isDeleted = !reply.isDeleted;
            const change = {
              known,
              count: countOf(replies),
              author: reply.author,
              isDeleted: reply.isDeleted,
            };
            const last = lastReplied(recounted(replies, near), change);
            if (last) said += 1;
            else unsaid += 1;
            expect(last ?? recounted(replies)).toEqual(recounted(replies));
            if (replies.length <= near && countOf(replies) > 0 && !reply.isDeleted)
              expect(last).not.toBeNull();
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect(said).toBeGreaterThan(unsaid);
    expect(unsaid).toBeGreaterThan(0);
  });
});

describe('a long thread', () => {
  const length = 12_000;
  let scene: ThreadScene;
  let others: Actor[];

  beforeEach(async () => {
    scene = await makeThread(sql);
    others = await storePeople(sql, 3);
  });

  /** Replies by these in turn, of whom the first wrote all but the newest `mixed`. */
  async function fill(people: Actor[], mixed: number) {
    const { rows } = await sql.query<{ id: MessageId; seq: number; author_id: UserId }>(
      `INSERT INTO message (id, conversation_id, seq, version, author_id, client_id, body, created_at)
       SELECT gen_random_uuid(), $1, n, n, ($2::uuid[])[CASE WHEN n > $4::int - $5::int THEN 1 + n % $3 ELSE 1 END],
         gen_random_uuid(), 'reply ' || n, date_trunc('ms', now()) - interval '1 s' * ($4::int - n)
       FROM generate_series(1, $4::int) AS n RETURNING id, seq, author_id`,
      [scene.thread.id, people.map((one) => one.userId), people.length, length, mixed],
    );
    await sql.query('UPDATE conversation SET last_seq = $2, version = $2 WHERE id = $1', [
      scene.thread.id,
      length,
    ]);
    await sql.query(
      `UPDATE message SET thread_id = $1, reply_count = $3,
         last_reply_at = (SELECT max(created_at) FROM message WHERE conversation_id = $1),
         last_author_ids = ARRAY(SELECT author_id FROM message WHERE conversation_id = $1
           GROUP BY author_id ORDER BY max(seq) DESC LIMIT ${limits.threadAuthors})
       WHERE id = $2`,
      [scene.thread.id, scene.root.id, length],
    );
    await sql.query(
      'INSERT INTO member (conversation_id, user_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      [scene.channel, people.map((one) => one.userId)],
    );
    await sql.query(
      'UPDATE conversation SET member_count = (SELECT count(*) FROM member WHERE conversation_id = $1) WHERE id = $1',
      [scene.channel],
    );
    await sql.query('UPDATE member SET last_read_seq = $2 WHERE conversation_id = $1', [
      scene.thread.id,
      length,
    ]);
    await sql.query('VACUUM ANALYZE message, conversation, member');
    return rows.sort((one, other) => other.seq - one.seq);
  }

  /** Messages that the reading statements of a call look at, at the most in one of them. */
  async function lookedAt(work: () => Promise<unknown>): Promise<number> {
    const made = (await statementsOf(work)).filter(({ text }) => /^\s*SELECT/.test(text));
    let most = 0;
    for (const statement of made) {
      const scans = (await plansOf(sql, statement, ['force_custom_plan'])).filter(
        (node) => node['Relation Name'] === 'message' && node['Node Type'].includes('Scan'),
      );
      for (const scan of scans) {
        expect(scan['Node Type'], statement.text).not.toBe('Seq Scan');
        most = Math.max(most, looked(scan));
      }
    }
    return most;
  }

  test.each([
    ['of many', length],
    ['of one, and another at its end', 2],
  ])('%s costs no more than its newest replies, and says what a recount says', async (_, mixed) => {
    const most = 200;
    const people = [scene.ada, ...others];
    const replies = await fill(people, mixed);
    expect(await threadDisorder(sql, scene.channel)).toEqual([]);
    const newest = replies.filter(({ author_id: id }) => id === scene.ada.userId);
    for (const at of [0, 1, 700]) {
      const id = newest[at]?.id ?? expect.fail('nothing');
      expect(await lookedAt(() => deleteMessage(scene.ada, { id }))).toBeLessThanOrEqual(most);
      expect(await threadDisorder(sql, scene.channel)).toEqual([]);
      expect(await lookedAt(() => restoreMessage(scene.ada, { id }))).toBeLessThanOrEqual(most);
      expect(await threadDisorder(sql, scene.channel)).toEqual([]);
    }
  });

  test('in which the only reply of somebody goes says what a recount says', async () => {
    const [ben] = others;
    if (!ben) throw new Error('Nobody is there');
    const replies = await fill([scene.ada, ben], 2);
    const own = replies.find(({ author_id: id }) => id === ben.userId) ?? expect.fail('nothing');
    await deleteMessage(ben, { id: own.id });
    expect(await threadDisorder(sql, scene.channel)).toEqual([]);
    await restoreMessage(ben, { id: own.id });
    expect(await threadDisorder(sql, scene.channel)).toEqual([]);
  });
});
