import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import { type ScheduledId, scheduledId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { defineJob, dropJob, enqueue } from '#platform/jobs.ts';
import type { Actor } from './actor.ts';
import type { Existing } from './existing.ts';
import { announceLater } from './later.ts';
import { sendMessage } from './messages.ts';
import { actorOf } from './messages-on-behalf.ts';
import { isBeingSent, noScheduled, type ScheduledRow, scheduledColumns } from './scheduled-rows.ts';

// The message goes the way of every other one, so whether its author may send there is asked in the statement that
// stores it. It has its `clientId` from the beginning: whatever dies in between, sending it again doubles nothing.

/** Sends a message whose time has come. Of a time that was changed meanwhile, and of what was taken back, it finds nothing. */
export const sendAtItsTime = defineJob('send-scheduled', {
  data: z.object({ scheduledId }),
  retryLimit: 20,
  heartbeat: 10,
  retryDelayMax: 600,
  handler: async ({ scheduledId: id }) => {
    const row = await queryRow<ScheduledRow>(
      'scheduled-claim',
      `UPDATE scheduled_message s SET state = 'sending'
       WHERE s.id = $1 AND s.state <> 'refused' AND s.send_at <= clock_timestamp() RETURNING ${scheduledColumns}`,
      [id],
    );
    if (!row) return;
    const actor = await actorOf(row.user_id);
    if (actor === null) return refuse(row, 'You could not come in when its time came.');
    await deliver(actor, row).catch((error: unknown) => {
      if (!isFinal(error)) throw error;
    });
  },
});

/** Milliseconds after which a job sends what was to be sent at once, where the instance that began with it has died. */
const RESCUE_AFTER = 60_000;

/** Lets a job send it at a time, and no longer at another. */
export async function setJob(query: Query, id: ScheduledId, at: Date): Promise<void> {
  await dropJob(query, sendAtItsTime, id);
  await enqueue(query, sendAtItsTime, { scheduledId: id }, { at, id });
}

/**
 * Sends a message that waits, or was refused, at once: its time is now, so whatever becomes of this instance, it is sent.
 * What is refused stays, with the reason; what cannot be sent now waits for its own time again.
 */
export async function sendScheduled(
  actor: Actor,
  { id }: { id: ScheduledId },
): Promise<Message | Existing<Message>> {
  const row = await transaction(async (query) => {
    const [own] = await query<ScheduledRow>(
      `SELECT ${scheduledColumns} FROM scheduled_message s WHERE s.id = $1 AND s.user_id = $2 FOR UPDATE`,
      [id, actor.userId],
    );
    if (!own) throw noScheduled();
    if (own.state === 'sending') throw isBeingSent();
    await query(`UPDATE scheduled_message SET state = 'sending', send_at = now() WHERE id = $1`, [id]);
    await setJob(query, id, new Date(Date.now() + RESCUE_AFTER));
    return own;
  });
  const message = await deliver(actor, row);
  await transaction((query) => dropJob(query, sendAtItsTime, id));
  return message;
}

/** Sends what is marked as being sent, and forgets it; throws what sending throws, and keeps it then. */
async function deliver(actor: Actor, row: ScheduledRow): Promise<Message | Existing<Message>> {
  try {
    const message = await sendMessage(actor, {
      conversationId: row.conversation_id,
      clientId: row.client_id,
      body: row.body,
      ...(row.also_in_parent && { alsoInParent: true }),
      ...(row.file_ids.length > 0 && { fileIds: row.file_ids }),
    });
    await queryRows('scheduled-sent', 'DELETE FROM scheduled_message WHERE id = $1', [row.id]);
    await announceLater(row.user_id);
    return message;
  } catch (error) {
    if (isFinal(error)) await refuse(row, error.message);
    else await release(row);
    throw error;
  }
}

/** What is refused now is refused the next time too. */
function isFinal(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code !== 'unavailable';
}

async function refuse({ id, user_id: userId }: ScheduledRow, refusal: string): Promise<void> {
  await queryRows(
    'scheduled-refused',
    `UPDATE scheduled_message SET state = 'refused', refusal = $2 WHERE id = $1`,
    [id, refusal],
  );
  await announceLater(userId);
}

/** It waits as before, and may be changed and taken back until it is tried again. */
async function release({ id, state, refusal, send_at: at }: ScheduledRow): Promise<void> {
  await transaction(async (query) => {
    const before = state === 'refused' ? state : 'waiting';
    const [row] = await query<{ moved: boolean }>(
      `UPDATE scheduled_message s SET state = $2, refusal = $3, send_at = $4
       FROM scheduled_message o WHERE s.id = $1 AND o.id = s.id RETURNING o.send_at <> s.send_at AS moved`,
      [id, before, refusal, at],
    );
    if (row?.moved && before === 'waiting') await setJob(query, id, at);
  });
}

/** Rows that are looked up at once. */
const RESUMED_AT_ONCE = 1_000;

/**
 * Sees to it that what should have been sent long ago has a job: after weeks without a server, jobs that were never
 * begun are gone. A second job finds nothing left to do.
 */
export async function resumeScheduled(): Promise<void> {
  const late = await queryRows<{ id: ScheduledId }>(
    'scheduled-late',
    `SELECT id FROM scheduled_message WHERE state <> 'refused' AND send_at < now() - interval '1 hour'
     ORDER BY send_at LIMIT ${RESUMED_AT_ONCE}`,
    [],
  );
  for (const { id } of late) await transaction((query) => enqueue(query, sendAtItsTime, { scheduledId: id }));
}
