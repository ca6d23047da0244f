import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { ConversationId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { freePort } from '#platform/free-port.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openMail } from '#platform/mail.ts';
import { jobsDone } from '#platform/test-jobs.ts';
import { type MailServer, startMailServer } from '#platform/test-mail.ts';
import type { Actor } from './actor.ts';
import { getAlertSettings, setAlertSettings } from './alert-settings.ts';
import { createConversation } from './conversations.ts';
import { stopDigests, stopPathOf } from './digest-tokens.ts';
import { digestMail, findDigests, startDigest } from './digests.ts';
import { sendMessage } from './messages.ts';
import { setNotifications } from './notifications.ts';
import { markRead } from './reads.ts';
import { skeletonOf } from './skeletons.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { said, say } from './test-threads.ts';

const { url, sql } = await openTestStore(6);
const dataDir = await mkdtemp(join(tmpdir(), 'parley-mail-'));
afterAll(() => rm(dataDir, { recursive: true }));
const log = pino({ level: 'silent' });
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

let ada: Actor;
let ben: Actor;
let handle: string;
let address: string;
let channel: ConversationId;
let direct: ConversationId;

beforeEach(async () => {
  const [one, two] = await storePeople(sql, 2);
  if (!(one && two)) throw new Error('Nobody is there');
  [ada, ben] = [one, two];
  handle = ben.userId.slice(-12);
  address = `${randomBytes(4).toString('hex')}@team.test`;
  await sql.query('UPDATE "user" SET handle_skeleton = $2, email = $3 WHERE id = $1', [
    ben.userId,
    skeletonOf(handle),
    address,
  ]);
  await sql.query('DELETE FROM alert_setting');
  [channel] = (await storeChannels(sql, 1, [ada, ben])) as [ConversationId];
  direct = (await said(createConversation(ada, { kind: 'direct', memberIds: [ben.userId] }))).id;
  await setAlertSettings(ben, { digestHours: 4 });
  // As if that had been long ago.
  await sql.query("UPDATE alert_setting SET digested_to = now() - interval '3 days'");
});

/** Mail goes to a server at this port, whether there is one or not; jobs run. */
async function open(port: number): Promise<void> {
  const smtpUrl = `smtp://127.0.0.1:${port}`;
  const publicUrl = 'https://chat.team.test';
  closing.push(openMail({ smtpUrl, mailFrom: 'parley@team.test', dataDir, publicUrl, port: 3000 }, log));
  closing.push(await startJobs({ databaseUrl: url, jobs: [findDigests, digestMail], log }));
}

async function mailServer(port?: number): Promise<MailServer> {
  const server = await startMailServer(port);
  closing.push(() => server.close());
  return server;
}

/** Sends something that was written so many hours ago. */
async function sent(id: ConversationId, body: string, hours: number): Promise<Message> {
  const message = await said<Message>(sendMessage(ada, say(id, body)));
  await sql.query('UPDATE message SET created_at = now() - make_interval(hours => $2) WHERE id = $1', [
    message.id,
    hours,
  ]);
  return message;
}

const hour = 60 * 60_000;

test('what waited unread for so long is in one mail, once, though the mail server was down at first', async () => {
  const port = await freePort();
  await open(port);
  await sent(channel, 'to nobody in particular', 6);
  await sent(channel, `@${handle} **look** at this`, 5);
  await sent(direct, 'a first word', 3);
  await sent(direct, 'a second word', 1);
  // Several instances look at once, and again.
  await Promise.all([startDigest(ben.userId), startDigest(ben.userId)]);
  await startDigest(ben.userId);
  for (let tried = 0; tried < 1; ) {
    const { rowCount } = await sql.query(
      "SELECT pg_sleep(0.05) FROM pgboss.job WHERE name = 'digest-mail' AND state = 'retry'",
    );
    tried = rowCount ?? 0;
  }
  const { received } = await mailServer(port);
  await jobsDone(url);
  expect(received.map(({ to }) => to)).toEqual([address]);
  const [mail] = received;
  expect(mail?.subject).toContain('3 messages for you in');
  expect(mail?.text).toMatch(
    /In #channel .*1 message for you:[\s\S]*look at this[\s\S]*Directly from Person 1, 2 messages/,
  );
  expect(mail?.text).toContain('a second word');
  expect(mail?.text).not.toContain('to nobody in particular');
  expect(mail?.text).toContain(`https://chat.team.test${stopPathOf(ben.userId)}`);
  expect(mail?.raw).toContain(`List-Unsubscribe: <https://chat.team.test${stopPathOf(ben.userId)}>`);
  expect(mail?.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
}, 60_000);

test('nothing that waits for less, was read meanwhile, or is not to be heard of', async () => {
  await open(await freePort());
  await sent(direct, 'too new', 3);
  await startDigest(ben.userId);
  const jobs = () =>
    sql.query("SELECT data FROM pgboss.job WHERE name = 'digest-mail' AND data->>'userId' = $1", [
      ben.userId,
    ]);
  expect((await jobs()).rowCount).toBe(0);
  await setNotifications(ben, { conversationId: direct, muted: true });
  await sent(direct, 'muted', 5);
  await startDigest(ben.userId);
  expect((await jobs()).rowCount).toBe(0);
  await setNotifications(ben, { conversationId: direct, muted: false });
  await setAlertSettings(ben, { digestHours: 0 });
  await startDigest(ben.userId);
  expect((await jobs()).rowCount).toBe(0);
});

test('what is read between the job and its mail is left out, and then there is none', async () => {
  const port = await freePort();
  await open(port);
  const message = await sent(direct, 'old news', 5);
  await startDigest(ben.userId);
  await markRead(ben, { conversationId: direct, seq: message.seq });
  const { received } = await mailServer(port);
  await jobsDone(url);
  expect(received).toEqual([]);
}, 30_000);

test('whoever chose it anew is told of what comes from then on', async () => {
  await sent(direct, 'before', 5);
  await setAlertSettings(ben, { digestHours: 0 });
  await setAlertSettings(ben, { digestHours: 1 });
  const { rows } = await sql.query<{ age: number }>(
    'SELECT extract(epoch FROM now() - digested_to)::float8 * 1000 AS age FROM alert_setting',
  );
  expect(rows[0]?.age).toBeLessThan(hour);
  expect((await getAlertSettings(ben)).digestHours).toBe(1);
});

test('a link ends them without signing in, and only whole ones of ours do', async () => {
  const token = stopPathOf(ben.userId).replace('/stop-digest/', '');
  for (const wrong of [
    '',
    'nothing',
    token.slice(0, -1),
    token.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')),
  ])
    await expect(stopDigests(null, { token: wrong })).rejects.toMatchObject({ code: 'not_found' });
  expect((await getAlertSettings(ben)).digestHours).toBe(4);
  await stopDigests(null, { token });
  expect((await getAlertSettings(ben)).digestHours).toBe(0);
});
