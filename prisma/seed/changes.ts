import type { Query } from '#platform/database.ts';
import { type Changed, iso, type Stored } from './lines.ts';
import type { Line } from './script.ts';
import { storeThread } from './threads.ts';
import { users } from './users.ts';

/** How long after it was said something is edited or deleted, in ms. */
const afterwards = 40_000;

/** What became of messages after they were said: edits, deletions, threads. Each takes the next version. */
export async function storeChanges(query: Query, stored: Stored): Promise<void> {
  const { conversation, lines } = stored;
  let version = lines.length;
  for (const [index, line] of lines.entries()) {
    const at = { index, version: version + 1 };
    if (line.earlier !== null) await storeEdit(query, stored, at, line.earlier);
    else if (line.isDeleted) await storeDeletion(query, stored, at);
    else if (line.isPinned) await storePin(query, stored, at, line);
    else if (line.thread) await storeThread(query, stored, at, line.thread);
    else continue;
    version += 1;
  }
  await query('UPDATE conversation SET version = $2 WHERE id = $1', [conversation, version]);
  await storeSaved(query, stored);
}

async function storeEdit(
  query: Query,
  { lines, messageIds }: Stored,
  { index, version }: Changed,
  earlier: string,
) {
  const time = iso((lines[index]?.time ?? 0) + afterwards);
  await query(
    `WITH before AS (
       INSERT INTO message_edit (message_id, version, body, edited_at) SELECT id, version, $2, $3::timestamptz FROM message WHERE id = $1)
     UPDATE message SET edited_at = $3::timestamptz, version = $4 WHERE id = $1`,
    [messageIds[index], earlier, time, version],
  );
}

async function storePin(
  query: Query,
  { conversation, messageIds, ids }: Stored,
  { index, version }: Changed,
  { author, time }: Line,
) {
  await query('UPDATE conversation SET pin_count = pin_count + 1 WHERE id = $1', [conversation]);
  await query('UPDATE message SET pinned_by_id = $2, pinned_at = $3, version = $4 WHERE id = $1', [
    ...[messageIds[index], ids.get(author), iso(time + afterwards), version],
  ]);
}

/** What the owner saved for later, and that takes no version: nobody else sees it. */
async function storeSaved(query: Query, { conversation, lines, messageIds, ids }: Stored) {
  for (const [index, { isSaved, time }] of lines.entries())
    if (isSaved)
      await query(
        'INSERT INTO saved_message (user_id, message_id, conversation_id, saved_at) VALUES ($1, $2, $3, $4)',
        [ids.get(users[0]), messageIds[index], conversation, iso(time + afterwards)],
      );
}

async function storeDeletion(query: Query, { lines, messageIds }: Stored, { index, version }: Changed) {
  const time = iso((lines[index]?.time ?? 0) + afterwards);
  await query(
    `WITH counted AS (
       UPDATE conversation c SET last_deleted_seq = greatest(c.last_deleted_seq, m.seq)
       FROM message m WHERE m.id = $1 AND c.id = m.conversation_id)
     UPDATE message SET body = '', deleted_at = $2, version = $3 WHERE id = $1`,
    [messageIds[index], time, version],
  );
}
