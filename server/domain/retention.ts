import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ConversationId } from '#contract/ids.ts';
import { queryRow, queryRows, transaction } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { announceMemberships } from './announce.ts';
import { eraseBeside, eraseThread, type Stop } from './conversation-deletion.ts';
import { firstAt } from './message-times.ts';
import { dropSomeGone } from './search-index.ts';

// How long messages are kept (docs/decisions/030-jobs.md). What goes is always the beginning of a conversation, so one
// number says it: `first_seq`, moved in the transaction that removes the rows before it. Numbers stay as they are.

/** Removes the messages that are older than their conversation or the workspace says, every night. */
export const removeOldMessages = defineJob('retention', {
  data: z.object({}),
  schedule: '41 2 * * *',
  timeout: 20 * 60 * 60,
  poll: 10,
  handler: (_data, { signal }) => removeOld(signal),
});

/** Conversations that are looked up at once. */
const LOOKED_UP = 200;
/** Messages, and rows with their reactions, that go in one transaction: senders wait for it. */
const REMOVED_AT_ONCE = 300;
const ROWS_AT_ONCE = 2_000;
/** Milliseconds between two transactions, in which the database has time for others. */
const PAUSE = 20;

/** A conversation whose messages are not kept for ever. */
interface Kept {
  id: ConversationId;
  first_seq: number;
  last_seq: number;
  /** Messages from this time on are kept. */
  since: Date;
}

async function removeOld(stop: Stop): Promise<void> {
  for (let after: ConversationId | null = null; ; ) {
    const found: Kept[] = await queryRows<Kept>(
      'retention-conversations',
      `SELECT c.id, c.first_seq, c.last_seq,
         now() - make_interval(days => coalesce(c.retention_days, w.retention_days)) AS since
       FROM conversation c, workspace w
       WHERE c.kind <> 'thread' AND c.closed_at IS NULL AND coalesce(c.retention_days, w.retention_days, 0) > 0
         AND ($1::uuid IS NULL OR c.id > $1) ORDER BY c.id LIMIT $2`,
      [after, LOOKED_UP],
    );
    for (const conversation of found) await removeOldOf(conversation, stop);
    const last = found.at(-1);
    if (!last || found.length < LOOKED_UP) return;
    after = last.id;
  }
}

/** Removes what a conversation is not to keep; begun again after a stop, it goes on where it was. */
async function removeOldOf(conversation: Kept, stop: Stop): Promise<void> {
  const { id, first_seq: first, last_seq: last, since } = conversation;
  const end = (await firstAt(id, since.toISOString(), conversation)) ?? last + 1;
  if (end > first) {
    await eraseThreads(id, end, stop);
    await eraseBeside(id, end, stop);
    while (await removeSome(id, end)) {
      stop.throwIfAborted();
      await delay(PAUSE);
    }
    announceMemberships(id);
  }
  for (;;) {
    const dropped = await dropSomeGone(id, since);
    if (dropped === false) return;
    stop.throwIfAborted();
    await delay(PAUSE);
  }
}

/** Removes the threads of the messages before `end`, whatever was said in them last. */
async function eraseThreads(id: ConversationId, end: number, stop: Stop): Promise<void> {
  for (;;) {
    const thread = await queryRow<{ id: ConversationId }>(
      'retention-thread',
      'SELECT id FROM conversation WHERE parent_id = $1 AND root_seq < $2 ORDER BY root_seq LIMIT 1',
      [id, end],
    );
    if (!thread) return;
    await eraseThread(thread.id, stop);
    stop.throwIfAborted();
  }
}

/**
 * Removes some messages from a conversation's beginning; whether there may be more before `end`. Whoever had not read
 * them is taken to their end: nothing that is gone is unread.
 */
function removeSome(id: ConversationId, end: number): Promise<boolean> {
  return transaction(async (query) => {
    const [conversation] = await query<{ first_seq: number }>(
      'SELECT first_seq FROM conversation WHERE id = $1 FOR UPDATE',
      [id],
    );
    if (!conversation || conversation.first_seq >= end) return false;
    // Somebody may have begun a thread meanwhile: it goes with the message, and nobody has said much in it.
    const removed = await query<{ seq: number; is_pinned: boolean }>(
      `DELETE FROM message WHERE conversation_id = $1 AND seq IN (
         SELECT seq FROM (
           SELECT seq, sum(1 + reaction_count) OVER (ORDER BY seq) - reaction_count AS rows
           FROM (SELECT seq, reaction_count FROM message WHERE conversation_id = $1 AND seq < $2 ORDER BY seq LIMIT $3) AS next
         ) AS counted WHERE rows <= $4)
       RETURNING seq, pinned_at IS NOT NULL AS is_pinned`,
      [id, end, REMOVED_AT_ONCE, ROWS_AT_ONCE],
    );
    const first = removed.reduce((most, { seq }) => Math.max(most, seq + 1), conversation.first_seq);
    const next = removed.length === 0 ? end : first;
    await query('DELETE FROM conversation WHERE parent_id = $1 AND root_seq < $2', [id, next]);
    await query(
      `UPDATE conversation SET first_seq = $2, pin_count = pin_count - $3,
         updated_at = greatest(now(), updated_at + interval '1 ms')
       WHERE id = $1`,
      [id, next, removed.filter((message) => message.is_pinned).length],
    );
    await query(
      'UPDATE member SET last_read_seq = $2 - 1 WHERE conversation_id = $1 AND last_read_seq < $2 - 1',
      [id, next],
    );
    return next < end;
  });
}
