import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type ConversationId, clientId, type FileId, fileId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { ScheduledMessage } from '#contract/scheduled.ts';
import { openFiles } from '#platform/files.ts';
import type { Actor } from './actor.ts';
import { deleteConversation } from './conversation-deletion.ts';
import { Existing } from './existing.ts';
import { sweepFiles } from './file-removal.ts';
import { removeMember } from './members.ts';
import { sendMessage } from './messages.ts';
import { summarizeSaved } from './saved-list.ts';
import { createScheduled, deleteScheduled, listScheduled, updateScheduled } from './scheduled.ts';
import { resumeScheduled, sendAtItsTime, sendScheduled } from './scheduled-sending.ts';
import { startLaterJobs } from './test-later-jobs.ts';
import { storeChannels, storePeople, storeRole } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { said } from './test-threads.ts';
import { dropUpload } from './uploads.ts';

const { url, sql } = await openTestStore(8);
const folder = await mkdtemp(join(tmpdir(), 'parley-scheduled-'));
openFiles(folder);
afterAll(() => rm(folder, { recursive: true }));
let channel: ConversationId;
let author: Actor;
let other: Actor;
const runners: (() => Promise<void>)[] = [];

beforeEach(async () => {
  const [creator, one, two] = await storePeople(sql, 3);
  if (!(creator && one && two)) throw new Error('Nobody is there');
  [author, other] = [one, two];
  const [id] = await storeChannels(sql, 1, [await storeRole(sql, creator, 'owner'), one, two]);
  if (!id) throw new Error('There is no channel');
  channel = id;
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((stop) => stop()));
  await sql.query('DELETE FROM pgboss.job');
});

const newId = () => clientId.parse(uuidv4());
const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();

async function schedule(body: string, id = newId()): Promise<ScheduledMessage> {
  const made = await createScheduled(author, {
    ...{ conversationId: channel, clientId: id, body, sendAt: ahead(3_600_000) },
  });
  return made instanceof Existing ? made.value : made;
}

/** Lets its time come, for itself and its job, as if an hour had passed. */
async function letComeDue(): Promise<void> {
  await sql.query(`UPDATE scheduled_message SET send_at = now() - interval '1 minute'`);
  await sql.query(`UPDATE pgboss.job SET start_after = now() - interval '1 minute'`);
}

const bodies = async () =>
  (
    await sql.query<{ body: string }>('SELECT body FROM message WHERE conversation_id = $1 ORDER BY seq', [
      channel,
    ])
  ).rows.map(({ body }) => body);
const waiting = async () => (await listScheduled(author, { limit: 100 })).items;
const run = (id: ScheduledMessage['id']) =>
  sendAtItsTime.run({ scheduledId: id }, { id: uuidv4(), signal: new AbortController().signal });
const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await sql.query('SELECT pg_sleep(0.05)');
};

test('is sent once, at its time, though no server was there then', async () => {
  await schedule('good morning');
  await letComeDue();
  runners.push(await startLaterJobs(url), await startLaterJobs(url));
  await until(async () => (await waiting()).length === 0);
  expect(await bodies()).toEqual(['good morning']);
  expect(await summarizeSaved(author.userId)).toMatchObject({ scheduled: 0, refusedScheduled: 0 });
});

test('is sent once by another instance when the one that sends it is killed', async () => {
  await schedule('good morning');
  await letComeDue();
  const holder = await sql.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [channel]);
  const child = spawn(process.execPath, [
    fileURLToPath(new URL('./test-later-jobs.ts', import.meta.url)),
    url,
  ]);
  const isBeingSent = async () =>
    (await sql.query(`SELECT 1 FROM scheduled_message WHERE state = 'sending'`)).rowCount === 1;
  await until(isBeingSent);
  child.kill('SIGKILL');
  await once(child, 'exit');
  // What it had begun is given up by the database with its connection, or done: either is found by whoever goes on.
  await holder.query('ROLLBACK');
  holder.release();
  runners.push(await startLaterJobs(url));
  await until(async () => (await waiting()).length === 0);
  expect(await bodies()).toEqual(['good morning']);
}, 60_000);

test('is not doubled when its instance died after it was stored', async () => {
  const id = newId();
  const made = await schedule('good morning', id);
  await sendMessage(author, { conversationId: channel, clientId: id, body: 'good morning' });
  await sql.query(`UPDATE scheduled_message SET state = 'sending', send_at = now()`);
  await run(made.id);
  await run(made.id);
  expect(await bodies()).toEqual(['good morning']);
  expect(await waiting()).toEqual([]);
});

test('has a job again when the one that it had is gone', async () => {
  const made = await schedule('good morning');
  await sql.query('DELETE FROM pgboss.job');
  await sql.query(`UPDATE scheduled_message SET send_at = now() - interval '30 days' WHERE id = $1`, [
    made.id,
  ]);
  await resumeScheduled();
  runners.push(await startLaterJobs(url));
  await until(async () => (await waiting()).length === 0);
  expect(await bodies()).toEqual(['good morning']);
});

test('is sent with its last text, at its last time', async () => {
  const made = await schedule('good morning');
  await letComeDue();
  const changed = await updateScheduled(author, {
    id: made.id,
    body: 'good evening',
    sendAt: ahead(7_200_000),
  });
  expect(changed).toMatchObject({ id: made.id, body: 'good evening', refusal: null });
  // A job of the first time that runs already finds that it is too early.
  await run(made.id);
  expect(await bodies()).toEqual([]);
  await letComeDue();
  await run(made.id);
  expect(await bodies()).toEqual(['good evening']);
});

test('leaves nothing behind, however often it gets another time, is made, sent and taken back', async () => {
  const jobs = async () => (await sql.query('SELECT 1 FROM pgboss.job')).rowCount;
  const made = await schedule('good morning');
  for (let hours = 1; hours < 5; hours += 1)
    await updateScheduled(author, { id: made.id, sendAt: ahead(hours * 3_600_000) });
  expect(await jobs()).toBe(1);
  await deleteScheduled(author, { id: made.id });
  const { id } = await schedule('good evening');
  await sendScheduled(author, { id });
  expect(await bodies()).toEqual(['good evening']);
  expect(await jobs()).toBe(0);
});

test('is not sent once it is taken back, which is its author’s to do', async () => {
  const made = await schedule('good morning');
  await expect(deleteScheduled(other, { id: made.id })).rejects.toMatchObject({ code: 'not_found' });
  expect(await waiting()).toHaveLength(1);
  await deleteScheduled(author, { id: made.id });
  await letComeDue();
  await run(made.id);
  expect(await bodies()).toEqual([]);
});

test('is neither changed nor taken back while it is being sent', async () => {
  const made = await schedule('good morning');
  await sql.query(`UPDATE scheduled_message SET state = 'sending'`);
  await expect(updateScheduled(author, { id: made.id, body: 'late' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(deleteScheduled(author, { id: made.id })).rejects.toMatchObject({ code: 'conflict' });
  await expect(sendScheduled(author, { id: made.id })).rejects.toMatchObject({ code: 'conflict' });
});

test.each([
  [
    'has left',
    () => removeMember(author, { conversationId: channel, userId: author.userId }),
    /Join the channel/,
  ],
  [
    'is suspended',
    () => sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [author.userId]),
    /come in/,
  ],
  [
    'writes to an archived channel',
    () => sql.query('UPDATE conversation SET archived_at = now() WHERE id = $1', [channel]),
    /archived/,
  ],
])(
  'whoever %s is refused when its time comes, and keeps it with the reason',
  async (_title, spoil, reason) => {
    const made = await schedule('good morning');
    await spoil();
    await letComeDue();
    await run(made.id);
    const [kept] = await waiting();
    expect(kept).toMatchObject({ body: 'good morning', refusal: expect.stringMatching(reason) });
    expect(await bodies()).toEqual([]);
    expect(await summarizeSaved(author.userId)).toMatchObject({ scheduled: 1, refusedScheduled: 1 });
  },
);

test('outlives its conversation, and says that it is gone', async () => {
  const [keeper] = (
    await sql.query<{ id: Actor['userId'] }>('SELECT created_by_id AS id FROM conversation WHERE id = $1', [
      channel,
    ])
  ).rows;
  if (!keeper) throw new Error('Nobody made it');
  const made = await schedule('good morning');
  await deleteConversation({ ...author, userId: keeper.id }, { conversationId: channel });
  await letComeDue();
  await run(made.id);
  expect((await waiting())[0]?.refusal).toMatch(/no such conversation/);
});

test('is sent at once when asked to, and stays with the reason when that is refused', async () => {
  const first = await schedule('now');
  expect(await sendScheduled(author, { id: first.id })).toMatchObject({ body: 'now', seq: 1 });
  const second = await schedule('too late');
  await removeMember(author, { conversationId: channel, userId: author.userId });
  await expect(sendScheduled(author, { id: second.id })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await waiting()).map(({ id, refusal }) => [id, refusal])).toEqual([
    [second.id, 'Join the channel first.'],
  ]);
  // With another time it waits again.
  await updateScheduled(author, { id: second.id, sendAt: ahead(60_000) });
  expect((await waiting())[0]?.refusal).toBeNull();
});

/** Holds the channel while it is sent at once. */
async function sendHeld(id: ScheduledMessage['id']) {
  const holder = await sql.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [channel]);
  const sending = sendScheduled(author, { id });
  const outcome = sending.then(
    () => 'sent',
    (error: unknown) => error,
  );
  await until(async () => (await jobs()).some(({ wait }) => wait < 120));
  return {
    outcome,
    async letGo() {
      await holder.query('ROLLBACK');
      holder.release();
    },
  };
}

/** Its jobs, and the seconds that they wait. */
const jobs = async () =>
  (
    await sql.query<{ wait: number }>(
      `SELECT extract(epoch FROM start_after - now())::int AS wait FROM pgboss.job WHERE state = 'created'`,
    )
  ).rows;

test('is sent soon, and once, when the instance dies that was to send it at once', async () => {
  const made = await schedule('now');
  const { outcome, letGo } = await sendHeld(made.id);
  expect(await jobs()).toEqual([{ wait: expect.toSatisfy((wait: number) => wait <= 60) }]);
  // The job finds it due, whenever its own time would have been, and whether or not that instance still lives.
  const rescue = run(made.id);
  await letGo();
  await rescue;
  expect(await outcome).toBe('sent');
  expect(await bodies()).toEqual(['now']);
  expect([await waiting(), await jobs()]).toEqual([[], []]);
});

test('waits for its own time again when it could not be sent at once', async () => {
  const made = await schedule('now');
  const { outcome, letGo } = await sendHeld(made.id);
  expect(await outcome).toBeInstanceOf(Error);
  await letGo();
  expect(await waiting()).toEqual([made]);
  expect(await jobs()).toEqual([{ wait: expect.toSatisfy((wait: number) => wait > 3_000) }]);
}, 30_000);

test('waits beside a hundred others at the most, however many are asked for at once', async () => {
  const asked = Array.from({ length: limits.scheduled + 5 }, (_, at) => schedule(`message ${at}`));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(limits.scheduled);
  expect((await listScheduled(author, { limit: 100 })).items).toHaveLength(limits.scheduled);
});

test('is the same one when it is asked for again', async () => {
  const id = newId();
  const made = await schedule('good morning', id);
  const again = await createScheduled(author, {
    ...{ conversationId: channel, clientId: id, body: 'good morning', sendAt: made.sendAt },
  });
  expect(again).toEqual(new Existing(made));
  expect(await waiting()).toHaveLength(1);
});

/** A file of the author's that waits to be sent. */
async function storeFile(owner = author, sinceHours = 0): Promise<FileId> {
  const id = fileId.parse(uuidv7());
  await sql.query(
    `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height, name, kind, size, unused_since)
     VALUES ($1, $2, 'attachment', 'text/plain', 4, '', 0, 0, $3, 'text', 4, now() - make_interval(hours => $4))`,
    [id, owner.userId, `${id}.txt`, sinceHours],
  );
  return id;
}

const withFiles = (fileIds: FileId[], body = '') =>
  said<ScheduledMessage>(
    createScheduled(author, {
      ...{ conversationId: channel, clientId: newId(), body, fileIds, sendAt: ahead(3_600_000) },
    }),
  );
const sweep = () => sweepFiles(new Date(), new AbortController().signal);
const isThere = async (id: FileId) =>
  (await sql.query('SELECT 1 FROM file WHERE id = $1', [id])).rowCount === 1;

test('files wait with their message, whatever is swept, and go with it in their order', async () => {
  const [first, second] = [await storeFile(author, 48), await storeFile(author, 48)];
  const made = await withFiles([second, first]);
  expect(made.files.map(({ id }) => id)).toEqual([second, first]);
  await sweep();
  expect((await waiting())[0]?.files.map(({ id }) => id)).toEqual([second, first]);
  // They go with no other, and are not given up.
  const other = { conversationId: channel, clientId: newId(), body: 'no', fileIds: [first] };
  await expect(sendMessage(author, other)).rejects.toMatchObject({ code: 'invalid' });
  await expect(dropUpload(author, first)).rejects.toMatchObject({ code: 'not_found' });
  await expect(withFiles([first])).rejects.toMatchObject({ code: 'invalid' });
  await letComeDue();
  await run(made.id);
  await run(made.id);
  const { rows } = await sql.query<{ body: string; files: { id: string }[] }>(
    'SELECT body, files FROM message WHERE conversation_id = $1',
    [channel],
  );
  expect(rows.map(({ body, files }) => [body, files.map(({ id }) => id)])).toEqual([['', [second, first]]]);
  await sweep();
  expect([await isThere(first), await isThere(second)]).toEqual([true, true]);
});

test('files of a message that is cancelled may go with another for a day', async () => {
  const file = await storeFile(author, 48);
  const { id } = await withFiles([file], 'with a text');
  // Without it there would be nothing left to say; with files there is.
  expect(await updateScheduled(author, { id, body: '' })).toMatchObject({ body: '', files: [{ id: file }] });
  await deleteScheduled(author, { id });
  await sweepFiles(new Date(Date.now() - 3_600_000), new AbortController().signal);
  expect(await isThere(file)).toBe(true);
  await sendMessage(author, { conversationId: channel, clientId: newId(), body: '', fileIds: [file] });
  const plain = await schedule('words');
  await expect(updateScheduled(author, { id: plain.id, body: ' ' })).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('only one’s own files wait, and none of a message that is not scheduled', async () => {
  const [own, foreign] = [await storeFile(), await storeFile(other)];
  await expect(withFiles([own, foreign])).rejects.toMatchObject({ code: 'invalid' });
  expect(await waiting()).toEqual([]);
  const { rowCount } = await sql.query('SELECT 1 FROM file WHERE scheduled_id IS NOT NULL');
  expect(rowCount).toBe(0);
});

test('what is refused when its time comes keeps its files', async () => {
  const file = await storeFile();
  const { id } = await withFiles([file], 'too late');
  await removeMember(author, { conversationId: channel, userId: author.userId });
  await letComeDue();
  await run(id);
  await sql.query(`UPDATE file SET unused_since = now() - interval '48 hours'`);
  await sweep();
  expect(await waiting()).toMatchObject([{ refusal: expect.any(String), files: [{ id: file }] }]);
});
