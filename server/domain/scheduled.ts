import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type ClientId, type ScheduledId, scheduledId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import { nothingWritten } from '#contract/messages.ts';
import type { NewScheduled, ScheduledMessage, ScheduledPatch } from '#contract/scheduled.ts';
import { type Query, queryRows, transaction } from '#platform/database.ts';
import { dropJob, enqueue } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { decodeTimeCursor, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { inConversation } from './in-conversation.ts';
import { announceLater, oneAtATime, requireToCome } from './later.ts';
import { noSuchFiles } from './messages.ts';
import { holdFiles, letFilesGo } from './scheduled-files.ts';
import {
  isBeingSent,
  noScheduled,
  type ScheduledRow,
  scheduledColumns,
  toScheduled,
} from './scheduled-rows.ts';
import { sendAtItsTime, setJob } from './scheduled-sending.ts';

/**
 * Keeps a message until its time, when a job sends it (scheduled-sending.ts). Whether the actor may send there is asked
 * now, and again then. The same `clientId` again gives what waits already.
 */
export async function createScheduled(
  actor: Actor,
  input: NewScheduled,
): Promise<ScheduledMessage | Existing<ScheduledMessage>> {
  const { row, isNew } = await inConversation(
    actor,
    input.conversationId,
    'send',
    async ({ query, conversation }) => {
      if (input.alsoInParent && conversation.kind !== 'thread')
        throw refuseField('alsoInParent', 'This conversation is no thread');
      await oneAtATime(query, actor.userId);
      const known = await findKnown(query, actor.userId, input.clientId);
      if (known) return { row: known, isNew: false };
      requireToCome('sendAt', input.sendAt);
      await requireRoom(query, actor.userId);
      return { row: await store(query, actor.userId, input), isNew: true };
    },
  );
  if (!isNew) return new Existing(toScheduled(row));
  await announceLater(actor.userId);
  return toScheduled(row);
}

/** What waits by this `clientId` already; throws `conflict` where a message has it, or something else is meant by it. */
async function findKnown(
  query: Query,
  userId: UserId,
  clientId: ClientId,
): Promise<ScheduledRow | undefined> {
  const [known] = await query<ScheduledRow>(
    `SELECT ${scheduledColumns} FROM scheduled_message s WHERE s.user_id = $1 AND s.client_id = $2`,
    [userId, clientId],
  );
  if (known) return known;
  const [sent] = await query('SELECT 1 FROM message WHERE author_id = $1 AND client_id = $2', [
    userId,
    clientId,
  ]);
  if (sent)
    throw new Refusal('conflict', 'This clientId belongs to a message that was sent.', {
      errors: [{ path: 'clientId', message: 'This was used for another message' }],
    });
  return undefined;
}

async function requireRoom(query: Query, userId: UserId): Promise<void> {
  const [row] = await query<{ waiting: number }>(
    'SELECT count(*)::int AS waiting FROM scheduled_message WHERE user_id = $1',
    [userId],
  );
  if ((row?.waiting ?? 0) >= limits.scheduled)
    throw new Refusal(
      'conflict',
      `${limits.scheduled} messages of yours wait already: send or cancel one first.`,
    );
}

async function store(query: Query, userId: UserId, input: NewScheduled): Promise<ScheduledRow> {
  const id = scheduledId.parse(uuidv7());
  const { fileIds = [] } = input;
  await query(
    `INSERT INTO scheduled_message (id, user_id, client_id, conversation_id, body, also_in_parent, file_ids, send_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[id, userId, input.clientId, input.conversationId, input.body],
      ...[input.alsoInParent ?? false, fileIds, input.sendAt],
    ],
  );
  if (!(await holdFiles(query, userId, id, fileIds))) throw noSuchFiles();
  const [row] = await query<ScheduledRow>(
    `SELECT ${scheduledColumns} FROM scheduled_message s WHERE s.id = $1`,
    [id],
  );
  if (!row) throw new Error('The scheduled message was not stored');
  await enqueue(query, sendAtItsTime, { scheduledId: row.id }, { at: row.send_at, id: row.id });
  return row;
}

/** The actor's messages that wait, the next one first; those that were refused stand where their time was. */
export async function listScheduled(
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<List<ScheduledMessage>> {
  const [at, id] = decodeTimeCursor(cursor) ?? [null, null];
  const rows = await queryRows<ScheduledRow>(
    'scheduled-list',
    `SELECT ${scheduledColumns} FROM scheduled_message s
     WHERE s.user_id = $1 AND ($2::timestamptz IS NULL OR (s.send_at, s.id) > ($2, $3::uuid))
     ORDER BY s.send_at, s.id LIMIT $4`,
    [actor.userId, at, id, limit + 1],
  );
  return pageOf(rows, limit, toScheduled, (row) => [row.send_at.toISOString(), row.id]);
}

/** Gives a message that waits another text or time. With a new time, one that was refused waits again. */
export async function updateScheduled(
  actor: Actor,
  { id, body, sendAt }: ScheduledPatch,
): Promise<ScheduledMessage> {
  if (sendAt !== undefined) requireToCome('sendAt', sendAt);
  const row = await transaction(async (query) => {
    const { file_ids: fileIds } = await requireStill(query, actor.userId, id);
    if (body?.trim() === '' && fileIds.length === 0) throw refuseField('body', nothingWritten);
    const [changed] = await query<ScheduledRow>(
      `UPDATE scheduled_message s SET body = coalesce($2, s.body), send_at = coalesce($3, s.send_at),
         state = CASE WHEN $3::timestamptz IS NULL THEN s.state ELSE 'waiting' END
       WHERE s.id = $1 RETURNING ${scheduledColumns}`,
      [id, body ?? null, sendAt ?? null],
    );
    if (!changed) throw noScheduled();
    if (sendAt !== undefined) await setJob(query, id, changed.send_at);
    return changed;
  });
  await announceLater(actor.userId);
  return toScheduled(row);
}

/** Locks one's own row. Throws `not_found`, and `conflict` for one that is on its way. */
async function requireStill(
  query: Query,
  userId: UserId,
  id: ScheduledId,
): Promise<Pick<ScheduledRow, 'file_ids'>> {
  const [row] = await query<Pick<ScheduledRow, 'state' | 'file_ids'>>(
    'SELECT state, file_ids FROM scheduled_message WHERE id = $1 AND user_id = $2 FOR UPDATE',
    [id, userId],
  );
  if (!row) throw noScheduled();
  if (row.state === 'sending') throw isBeingSent();
  return row;
}

/** Does not send a message that waits. */
export async function deleteScheduled(actor: Actor, { id }: { id: ScheduledId }): Promise<null> {
  await transaction(async (query) => {
    await requireStill(query, actor.userId, id);
    await letFilesGo(query, id);
    await query('DELETE FROM scheduled_message WHERE id = $1', [id]);
    await dropJob(query, sendAtItsTime, id);
  });
  await announceLater(actor.userId);
  return null;
}
