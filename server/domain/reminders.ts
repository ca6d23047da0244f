import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import { type ReminderId, reminderId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import type { NewReminder, Reminder, ReminderPatch } from '#contract/reminders.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { defineJob, dropJob, enqueue } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import { decodeTimeCursor, pageOf } from './cursors.ts';
import { Existing } from './existing.ts';
import { announceLater, oneAtATime, requireToCome } from './later.ts';

interface ReminderRow {
  id: ReminderId;
  text: string;
  remind_at: Date;
  created_at: Date;
}

const columns = 'r.id, r.text, r.remind_at, r.created_at';

function toReminder({ id, text, remind_at: remindAt, created_at: createdAt }: ReminderRow): Reminder {
  return { id, text, remindAt: remindAt.toISOString(), createdAt: createdAt.toISOString() };
}

function noReminder(): Refusal {
  return new Refusal('not_found', 'There is no such reminder.');
}

/** Reminds the actor of something at a time to come. The same `clientId` again gives the reminder that is there. */
export async function createReminder(
  actor: Actor,
  { clientId, text, remindAt }: NewReminder,
): Promise<Reminder | Existing<Reminder>> {
  const { row, isNew } = await transaction(async (query) => {
    await oneAtATime(query, actor.userId);
    const [known] = await query<ReminderRow>(
      `SELECT ${columns} FROM reminder r WHERE r.user_id = $1 AND r.client_id = $2`,
      [actor.userId, clientId],
    );
    if (known) return { row: known, isNew: false };
    requireToCome('remindAt', remindAt);
    await requireRoom(query, actor.userId);
    const [stored] = await query<ReminderRow>(
      `INSERT INTO reminder AS r (id, user_id, client_id, text, remind_at) VALUES ($1, $2, $3, $4, $5)
       RETURNING ${columns}`,
      [reminderId.parse(uuidv7()), actor.userId, clientId, text, remindAt],
    );
    if (!stored) throw new Error('The reminder was not stored');
    await enqueue(query, tellReminder, { reminderId: stored.id }, { at: stored.remind_at, id: stored.id });
    return { row: stored, isNew: true };
  });
  if (!isNew) return new Existing(toReminder(row));
  await announceLater(actor.userId);
  return toReminder(row);
}

async function requireRoom(query: Query, userId: UserId): Promise<void> {
  const [row] = await query<{ reminders: number }>(
    'SELECT count(*)::int AS reminders FROM reminder WHERE user_id = $1',
    [userId],
  );
  if ((row?.reminders ?? 0) >= limits.reminders)
    throw new Refusal('conflict', `You have ${limits.reminders} reminders already: end some first.`);
}

/** The actor's reminders, the next one first; those whose time has come are before all others. */
export async function listReminders(
  actor: Actor,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<List<Reminder>> {
  const [at, id] = decodeTimeCursor(cursor) ?? [null, null];
  const rows = await queryRows<ReminderRow>(
    'reminder-list',
    `SELECT ${columns} FROM reminder r
     WHERE r.user_id = $1 AND ($2::timestamptz IS NULL OR (r.remind_at, r.id) > ($2, $3::uuid))
     ORDER BY r.remind_at, r.id LIMIT $4`,
    [actor.userId, at, id, limit + 1],
  );
  return pageOf(rows, limit, toReminder, (row) => [row.remind_at.toISOString(), row.id]);
}

/** Gives a reminder another text or time. */
export async function updateReminder(actor: Actor, { id, text, remindAt }: ReminderPatch): Promise<Reminder> {
  if (remindAt !== undefined) requireToCome('remindAt', remindAt);
  const row = await transaction(async (query) => {
    const [changed] = await query<ReminderRow>(
      `UPDATE reminder r SET text = coalesce($3, r.text), remind_at = coalesce($4, r.remind_at),
         told_at = CASE WHEN $4::timestamptz IS NULL THEN r.told_at END
       WHERE r.id = $1 AND r.user_id = $2 RETURNING ${columns}`,
      [id, actor.userId, text ?? null, remindAt ?? null],
    );
    if (!changed) throw noReminder();
    if (remindAt !== undefined) {
      await dropJob(query, tellReminder, id);
      await enqueue(query, tellReminder, { reminderId: id }, { at: changed.remind_at, id });
    }
    return changed;
  });
  await announceLater(actor.userId);
  return toReminder(row);
}

/** Ends a reminder. */
export async function deleteReminder(actor: Actor, { id }: { id: ReminderId }): Promise<null> {
  await transaction(async (query) => {
    const ended = await query('DELETE FROM reminder WHERE id = $1 AND user_id = $2 RETURNING 1', [
      id,
      actor.userId,
    ]);
    if (ended.length === 0) throw noReminder();
    await dropJob(query, tellReminder, id);
  });
  await announceLater(actor.userId);
  return null;
}

/**
 * Says that the time of a reminder has come: once, which `told_at` holds. Open pages are told by the numbers; devices
 * that are pushed to look at the table themselves (alert-rows.ts).
 */
export const tellReminder = defineJob('tell-reminder', {
  data: z.object({ reminderId }),
  handler: async ({ reminderId: id }) => {
    const told = await queryRow<{ user_id: UserId }>(
      'reminder-tell',
      `UPDATE reminder SET told_at = clock_timestamp()
       WHERE id = $1 AND told_at IS NULL AND remind_at <= clock_timestamp() RETURNING user_id`,
      [id],
    );
    if (told) await announceLater(told.user_id);
  },
});

/** Rows that are looked up at once. */
const RESUMED_AT_ONCE = 1_000;

/** Sees to it that what should have been told long ago has a job: see `resumeScheduled`. */
export async function resumeReminders(): Promise<void> {
  const late = await queryRows<{ id: ReminderId }>(
    'reminder-late',
    `SELECT id FROM reminder WHERE told_at IS NULL AND remind_at < now() - interval '1 hour'
     ORDER BY remind_at LIMIT ${RESUMED_AT_ONCE}`,
    [],
  );
  for (const { id } of late) await transaction((query) => enqueue(query, tellReminder, { reminderId: id }));
}
