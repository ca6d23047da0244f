import { v4 as uuidv4 } from 'uuid';
import { beforeEach, expect, test } from 'vitest';
import { clientId } from '#contract/ids.ts';
import type { Reminder } from '#contract/reminders.ts';
import type { Actor } from './actor.ts';
import { Existing } from './existing.ts';
import {
  createReminder,
  deleteReminder,
  listReminders,
  resumeReminders,
  tellReminder,
  updateReminder,
} from './reminders.ts';
import { summarizeSaved } from './saved-list.ts';
import { storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';

const { sql } = await openTestStore(8);
let ada: Actor;
let bo: Actor;

beforeEach(async () => {
  const [one, two] = await storePeople(sql, 2);
  if (!(one && two)) throw new Error('Nobody is there');
  [ada, bo] = [one, two];
  await sql.query('DELETE FROM pgboss.job');
});

const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();
async function remind(text: string, id = clientId.parse(uuidv4())): Promise<Reminder> {
  const made = await createReminder(ada, { clientId: id, text, remindAt: ahead(3_600_000) });
  return made instanceof Existing ? made.value : made;
}
const texts = async (actor: Actor) =>
  (await listReminders(actor, { limit: 100 })).items.map(({ text }) => text);
const tell = ({ id }: Reminder) =>
  tellReminder.run({ reminderId: id }, { id: uuidv4(), signal: new AbortController().signal });
const toldAt = async ({ id }: Reminder) =>
  (await sql.query<{ told_at: Date | null }>('SELECT told_at FROM reminder WHERE id = $1', [id])).rows[0]
    ?.told_at;
const letComeDue = () => sql.query(`UPDATE reminder SET remind_at = now() - interval '2 hours'`);
const jobsOf = async ({ id }: Reminder) =>
  (await sql.query(`SELECT 1 FROM pgboss.job WHERE data->>'reminderId' = $1`, [id])).rowCount;

test('is told once, when its time has come, and counted as due until it is ended', async () => {
  const reminder = await remind('tea');
  await tell(reminder);
  expect(await toldAt(reminder)).toBeNull();
  expect(await summarizeSaved(ada.userId)).toMatchObject({ count: 1, due: 0, nextAt: reminder.remindAt });
  await letComeDue();
  await tell(reminder);
  const first = await toldAt(reminder);
  expect(first).not.toBeNull();
  await tell(reminder);
  expect(await toldAt(reminder)).toEqual(first);
  expect(await summarizeSaved(ada.userId)).toMatchObject({ count: 1, due: 1, nextAt: null });
  await deleteReminder(ada, { id: reminder.id });
  expect(await summarizeSaved(ada.userId)).toMatchObject({ count: 0, due: 0 });
});

test('is told again at another time', async () => {
  const reminder = await remind('tea');
  await letComeDue();
  await tell(reminder);
  await updateReminder(ada, { id: reminder.id, remindAt: ahead(60_000) });
  expect(await toldAt(reminder)).toBeNull();
  // One for each reminder, however often it gets another time, and none once it is ended.
  expect(await jobsOf(reminder)).toBe(1);
  await deleteReminder(ada, { id: reminder.id });
  expect(await jobsOf(reminder)).toBe(0);
});

test('has a job again when the one that it had is gone', async () => {
  const reminder = await remind('tea');
  await letComeDue();
  await sql.query('DELETE FROM pgboss.job');
  await resumeReminders();
  expect(await jobsOf(reminder)).toBe(1);
});

test('is its own, and the same one when it is asked for again', async () => {
  const id = clientId.parse(uuidv4());
  const reminder = await remind('tea', id);
  await remind('coffee', id);
  expect(await texts(ada)).toEqual(['tea']);
  expect(await texts(bo)).toEqual([]);
  await expect(updateReminder(bo, { id: reminder.id, text: 'mine' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(deleteReminder(bo, { id: reminder.id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await texts(ada)).toEqual(['tea']);
});
