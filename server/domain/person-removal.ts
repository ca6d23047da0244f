import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type ConversationId, type MessageId, type UserId, userId } from '#contract/ids.ts';
import { type Query, queryRows } from '#platform/database.ts';
import { defineJob } from '#platform/jobs.ts';
import { announceConversation, announceLeft } from './announce.ts';
import { lockConversation, readConversation } from './in-conversation.ts';
import { deleteFollower, deleteMember } from './member-rows.ts';
import { eraseMessage } from './message-deletion.ts';

/**
 * What is a removed person's alone and goes at once, by `user_id`: whatever lets somebody in, and what only they see.
 * Sessions and tokens are ended by whoever asks, who tells the open sockets (sessions.ts).
 */
export const ownTables: readonly string[] = [
  ...['account_link', 'linked_sign_on', 'passkey', 'recovery_code', 'sign_in_ticket', 'totp'],
  ...['saved_message', 'scheduled_message', 'reminder', 'sidebar'],
  ...['alert_setting', 'incoming_hook', 'outgoing_hook', 'push_subscription'],
];

/** Makes a person one who is removed, inside the transaction that holds their row. */
export async function forgetPerson(query: Query, id: UserId): Promise<void> {
  await query(
    'UPDATE file SET unused_since = now() FROM "user" u WHERE u.id = $1 AND file.id = u.picture_id',
    [id],
  );
  await query(
    `UPDATE "user" SET removed_at = now(), suspended_at = NULL, email = NULL, email_verified_at = NULL,
       password_hash = NULL, role = CASE WHEN role = 'guest' THEN 'guest' ELSE 'member' END, title = '',
       status_emoji = '', status_text = '', status_until = NULL, quiet_until = NULL, time_zone = '', picture_id = NULL
     WHERE id = $1`,
    [id],
  );
  for (const table of ownTables) await query(`DELETE FROM ${table} WHERE user_id = $1`, [id]);
}

const jobSettings = { retryLimit: 100, timeout: 6 * 60 * 60 } as const;
/** Milliseconds between two transactions, in which the database has time for others. */
const PAUSE = 5;

/**
 * Takes a removed person out of their channels, and out of the threads in these, one at a time. A direct conversation
 * keeps its people. Begun again after a stop, it goes on with what is there.
 */
export const endMemberships = defineJob('end-memberships', {
  ...jobSettings,
  data: z.object({ userId }),
  key: (data) => data.userId,
  async handler(data, { signal }) {
    const channels = await queryRows<{ id: ConversationId }>(
      'removal-channels',
      `SELECT c.id FROM member m JOIN conversation c ON c.id = m.conversation_id
       WHERE m.user_id = $1 AND m.parent_id IS NULL AND c.kind <> 'direct' ORDER BY c.id`,
      [data.userId],
    );
    for (const { id } of channels) {
      signal.throwIfAborted();
      await leave(data.userId, id);
      await delay(PAUSE);
    }
  },
});

async function leave(id: UserId, conversationId: ConversationId): Promise<void> {
  const { row, threads } = await lockConversation(conversationId, id, async ({ query }) => {
    await deleteMember(query, conversationId, id);
    const threads = await deleteFollower(query, conversationId, id);
    return { row: await readConversation(query, conversationId, id), threads };
  });
  announceLeft(id, conversationId, threads);
  announceConversation(row);
}

/** Messages that are looked up at once. */
const LOOKED_UP = 200;

/**
 * Deletes what somebody wrote, wherever, as if they had done it: each keeps its place, empty, and everybody sees it go.
 * Begun again after a stop, it goes on with what is there.
 */
export const deleteMessagesOf = defineJob('delete-messages-of', {
  ...jobSettings,
  data: z.object({ userId, byId: userId }),
  key: (data) => data.userId,
  async handler(data, { signal }) {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      // In the order of the index that knows authors.
      const found: { id: MessageId; client_id: string; is_deleted: boolean }[] = await queryRows(
        'removal-messages',
        `SELECT id, client_id, deleted_at IS NOT NULL AS is_deleted FROM message
         WHERE author_id = $1 AND client_id > $2 ORDER BY client_id LIMIT ${LOOKED_UP}`,
        [data.userId, after],
      );
      for (const { id, is_deleted: isDeleted } of found) {
        if (isDeleted) continue;
        signal.throwIfAborted();
        await eraseMessage(data.byId, id);
        await delay(PAUSE);
      }
      const last = found.at(-1);
      if (!last || found.length < LOOKED_UP) return;
      after = last.client_id;
    }
  },
});
