import { plainHandle } from '#contract/handles.ts';
import { limits } from '#contract/limits.ts';
import type { Query } from '#platform/database.ts';
import { type Changed, idAt, iso, type Stored, storeLines } from './lines.ts';
import type { Line } from './script.ts';
import { type SeedUser, users } from './users.ts';

/** Stores the thread of a line: its replies, who follows it, and what its root says of it. */
export async function storeThread(
  query: Query,
  { conversation, lines, messageIds, ids, random }: Stored,
  { index, version }: Changed,
  { replies, unread }: { replies: Line[]; unread: number },
): Promise<void> {
  const [root, first, last] = [lines[index], replies[0], replies.at(-1)];
  if (!(root && first && last)) throw new Error('A thread has a root and a reply');
  const thread = idAt({ time: first.time, random });
  const followers = followersOf(root, replies);
  await query(
    `INSERT INTO conversation (id, kind, parent_id, root_seq, created_by_id, created_at, updated_at,
       member_count, last_seq, version, last_message_at)
     VALUES ($1, 'thread', $2, $3, $4, $5, $5, $6, $7, $7, $8)`,
    [
      ...[thread, conversation, index + 1, ids.get(first.author), iso(first.time)],
      ...[followers.length, replies.length, iso(last.time)],
    ],
  );
  await query(
    `INSERT INTO member (conversation_id, user_id, joined_at, last_read_seq, parent_id)
     SELECT $1, user_id, $2, read_to, $3 FROM unnest($4::uuid[], $5::int[]) AS follower(user_id, read_to)`,
    [
      ...[thread, iso(first.time), conversation],
      followers.map((user) => ids.get(user)),
      followers.map((user) => replies.length - (user === users[0] ? unread : 0)),
    ],
  );
  await storeLines(query, thread, replies, ids, random);
  const authors = [...new Set(replies.map(({ author }) => author).reverse())].slice(0, limits.threadAuthors);
  await query(
    `UPDATE message SET thread_id = $2, reply_count = $3, last_reply_at = $4, last_author_ids = $5, version = $6
     WHERE id = $1`,
    [
      ...[messageIds[index], thread, replies.length, iso(last.time)],
      ...[authors.map((user) => ids.get(user)), version],
    ],
  );
  const copy = lines.findIndex(({ copiedFrom }) => copiedFrom === root);
  await query('UPDATE message SET in_thread_id = $2, in_thread_seq = $3 WHERE id = $1', [
    messageIds[copy] ?? null,
    thread,
    index + 1,
  ]);
}

/** Whose message it hangs on, who replied, and the owner where they are called. */
function followersOf(root: Line, replies: Line[]): SeedUser[] {
  const [owner] = users;
  const isCalled = replies.some(({ body }) => body.includes(`@${plainHandle(owner.name)}`));
  return [...new Set([root.author, ...replies.map(({ author }) => author), ...(isCalled ? [owner] : [])])];
}
