import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { savedTag } from '#contract/alerts.ts';
import { asksForReader } from '#contract/asking.ts';
import { type ConversationId, clientId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { NotifyLevel } from '#contract/notifications.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openPush, pushKeys } from '#platform/push.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import { jobsDone } from '#platform/test-jobs.ts';
import { type PushService, startPushService, type TestBrowser, vapidOf } from '#platform/test-push.ts';
import { parseTrustedProxies } from '#platform/trusted-proxies.ts';
import type { Actor } from './actor.ts';
import { pushAlerts } from './alert-delivery.ts';
import { takeAlerts } from './alert-rows.ts';
import { createConversation } from './conversations.ts';
import { deleteMessage } from './message-deletion.ts';
import { sendMessage } from './messages.ts';
import { setNotifications } from './notifications.ts';
import { updateMe } from './profiles.ts';
import { notePushPresence, subscribeToPush, testPush } from './push-subscriptions.ts';
import { markRead } from './reads.ts';
import { saveMessage } from './saved.ts';
import { skeletonOf } from './skeletons.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';
import { said, say } from './test-threads.ts';
import { openThread } from './threads.ts';

const { url, sql } = await openTestStore(8);
const loopback = parseTrustedProxies('loopback') ?? expect.unreachable();
const nothing = parseTrustedProxies('') ?? expect.unreachable();
let service: PushService;
let stopJobs: () => Promise<void>;
let ada: Actor;
let ben: Actor;
let handle: string;
let channel: ConversationId;
let direct: ConversationId;

beforeAll(async () => {
  service = await startPushService();
  // Nobody reads links here, and no job of theirs is waited for.
  await sql.query('UPDATE workspace SET link_previews = false');
  stopJobs = await startJobs({ databaseUrl: url, jobs: [pushAlerts], log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await stopJobs();
  await service.close();
  openPush(null);
});
beforeEach(async () => {
  const [one, two] = await storePeople(sql, 2);
  if (!(one && two)) throw new Error('Nobody is there');
  [ada, ben] = [one, two];
  handle = ben.userId.slice(-12);
  await sql.query('UPDATE "user" SET handle_skeleton = $2 WHERE id = $1', [ben.userId, skeletonOf(handle)]);
  await sql.query('DELETE FROM session');
  await storeSession(ben);
  [channel] = (await storeChannels(sql, 1, [ada, ben])) as [ConversationId];
  const made = await said(createConversation(ada, { kind: 'direct', memberIds: [ben.userId] }));
  direct = made.id;
  openPush({ contact: 'mailto:parley@team.test', allowed: loopback });
  openRateLimits(1_000_000);
  service.answer(201);
  service.pushed.length = 0;
});

async function storeSession({ userId, sessionId }: Actor): Promise<void> {
  await sql.query(
    `INSERT INTO session (id, user_id, token_hash, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')`,
    [sessionId, userId, randomBytes(32)],
  );
}

async function subscribed(actor: Actor): Promise<TestBrowser> {
  const browser = service.subscribe();
  await subscribeToPush(actor, browser.subscription);
  return browser;
}

/** Another device of somebody's. */
async function otherDevice(actor: Actor): Promise<Actor> {
  const other = { ...actor, sessionId: uuidv4() as Actor['sessionId'] };
  await storeSession(other);
  return other;
}

const send = (actor: Actor, id: ConversationId, body: string) =>
  said<Message>(sendMessage(actor, say(id, body)));

/** What was put off is due. A time is rounded to its millisecond, which may not have come yet. */
async function makeDue(): Promise<void> {
  await sql.query("UPDATE push_alert SET due_at = now() - interval '1 ms'");
}

/** Looks for whom messages ask, and waits until devices were pushed to. */
async function settled(): Promise<void> {
  await takeAlerts(null);
  await jobsDone(url, pushAlerts.name);
}

function pushedTo(browser: TestBrowser) {
  const path = new URL(browser.subscription.endpoint).pathname;
  return service.pushed.filter((one) => one.path === path);
}

const shownOn = (browser: TestBrowser) =>
  pushedTo(browser).map(({ body }) => JSON.parse(browser.decrypt(body)) as Record<string, unknown>);

test('what asks for somebody reaches their device, encrypted for it and signed, and nothing else does', async () => {
  const browser = await subscribed(ben);
  await send(ada, channel, 'to nobody in particular');
  await send(ada, direct, 'only **for** you');
  const mention = await send(ada, channel, `and @${handle}, see [this](https://example.test)`);
  await send(ben, direct, 'his own');
  await settled();
  // Having answered, he has read what was written to him.
  expect(shownOn(browser)).toEqual([
    {
      kind: 'show',
      tag: channel,
      title: expect.stringContaining('in \u2068#channel'),
      body: `and @${handle}, see this`,
      path: `/c/${channel}?message=${mention.seq}`,
      at: mention.createdAt,
      badge: 1,
    },
  ]);
  const [pushed] = pushedTo(browser);
  if (!pushed) throw new Error('Nothing was pushed');
  expect(pushed.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'high' });
  expect(pushed.body.toString('latin1')).not.toContain('see this');
  expect(pushed.body.length).toBeLessThanOrEqual(4_096);
  expect(() => service.subscribe().decrypt(pushed.body)).toThrow();
  const vapid = vapidOf(pushed);
  expect(vapid).toMatchObject({
    aud: service.url,
    sub: 'mailto:parley@team.test',
    key: pushKeys().publicKey,
  });
});

test('a message of files alone says what these are called', async () => {
  const browser = await subscribed(ben);
  const { id } = await send(ada, direct, 'for now');
  const files = JSON.stringify([{ name: 'plan.pdf' }, { name: 'map.png' }]);
  await sql.query(`UPDATE message SET body = '', files = $2 WHERE id = $1`, [id, files]);
  await settled();
  expect(shownOn(browser)).toMatchObject([{ body: 'plan.pdf, map.png' }]);
});

test('replies in a followed thread do, and the longest message fits', async () => {
  const browser = await subscribed(ben);
  const root = await send(ben, channel, 'root');
  const thread = await said(openThread(ben, { id: root.id }));
  await send(ben, thread.id, 'he follows it by this');
  const reply = await send(ada, thread.id, '🦆'.repeat(4_000));
  await settled();
  const [shown] = shownOn(browser);
  expect(shown).toMatchObject({
    title: expect.stringMatching(/ in a thread of \u2068#channel/),
    path: `/c/${channel}?thread=${root.seq}&reply=${reply.seq}`,
  });
  expect(shown?.['body']).toMatch(/^🦆{299}…$/u);
  expect(pushedTo(browser)[0]?.body.length).toBeLessThanOrEqual(4_096);
});

test('as each conversation’s level says: the statement and the rule of the contract agree', async () => {
  const root = await send(ben, channel, 'root');
  const thread = await said(openThread(ben, { id: root.id }));
  await send(ben, thread.id, 'followed');
  const kinds = { public: channel, direct, thread: thread.id };
  const found: unknown[] = [];
  const wanted: unknown[] = [];
  for (const [kind, conversationId] of Object.entries(kinds))
    for (const level of ['all', 'mentions', 'nothing'] satisfies NotifyLevel[])
      for (const muted of [false, true])
        for (const isMention of [false, true]) {
          await setNotifications(ben, { conversationId, level, muted });
          await sql.query('DELETE FROM push_subscription');
          await subscribed(ben);
          await send(ada, conversationId, isMention ? `@${handle} hello` : 'hello');
          await takeAlerts(null);
          const { rowCount } = await sql.query('SELECT 1 FROM push_alert WHERE subject = $1', [
            conversationId,
          ]);
          const { seq = 0 } = await lastOf(conversationId);
          await markRead(ben, { conversationId, seq });
          const combination = { kind, level, muted, isMention };
          found.push({ ...combination, asks: rowCount === 1 });
          wanted.push({ ...combination, asks: asksForReader(combination, isMention) });
        }
  expect(found).toEqual(wanted);
  expect(wanted).toHaveLength(36);
}, 60_000);

async function lastOf(id: ConversationId): Promise<{ seq?: number }> {
  const { rows } = await sql.query<{ seq: number }>(
    'SELECT last_seq AS seq FROM conversation WHERE id = $1',
    [id],
  );
  return rows[0] ?? {};
}

test('what was read is closed on the devices that show it, but for those that would end the subscription', async () => {
  const phone = await subscribed(ben);
  const tablet = await subscribed(await otherDevice(ben));
  const { seq } = await send(ada, direct, 'hello');
  await settled();
  expect(shownOn(phone)).toMatchObject([{ kind: 'show', tag: direct, badge: 1 }]);
  expect(shownOn(tablet)).toHaveLength(1);
  await sql.query(
    "UPDATE push_subscription SET endpoint = 'https://web.push.apple.com/x' WHERE endpoint = $1",
    [tablet.subscription.endpoint],
  );
  await markRead(ben, { conversationId: direct, seq });
  await settled();
  expect(shownOn(phone)).toMatchObject([{ kind: 'show' }, { kind: 'close', tag: direct, badge: 0 }]);
  expect((await sql.query('SELECT 1 FROM push_alert')).rowCount).toBe(0);
});

test('a deletion closes what devices show of the message, and nothing else', async () => {
  const phone = await subscribed(ben);
  const kept = await send(ada, direct, 'this stays');
  await settled();
  const slip = await send(ada, direct, 'a slip');
  const mention = await send(ada, channel, `@${handle}, hello`);
  await settled();
  expect(shownOn(phone).slice(1)).toMatchObject([{ body: 'a slip' }, { tag: channel }]);
  service.pushed.length = 0;
  await deleteMessage(ada, { id: slip.id });
  await settled();
  expect(shownOn(phone)).toEqual([{ kind: 'close', tag: direct, badge: 2 }]);
  // It is closed once; the other one goes with its own message.
  await deleteMessage(ada, { id: kept.id });
  await settled();
  expect(service.pushed).toHaveLength(1);
  await deleteMessage(ada, { id: mention.id });
  await settled();
  expect(shownOn(phone).slice(1)).toEqual([{ kind: 'close', tag: channel, badge: 0 }]);
  expect((await sql.query('SELECT 1 FROM push_alert')).rowCount).toBe(0);
});

test('what was deleted before it was pushed leaves what is shown', async () => {
  const phone = await subscribed(ben);
  const first = await send(ada, direct, 'one');
  await settled();
  const slip = await send(ada, direct, 'a slip');
  // Looked through while it was there, pushed when it is not.
  await sql.query(
    "UPDATE push_alert SET seq = $1, since = since + interval '1 ms', due_at = now() - interval '1 ms' WHERE subject = $2",
    [slip.seq, direct],
  );
  await deleteMessage(ada, { id: slip.id });
  await settled();
  expect(shownOn(phone)).toMatchObject([{ body: 'one' }]);
  await deleteMessage(ada, { id: first.id });
  await settled();
  expect(shownOn(phone).slice(1)).toEqual([{ kind: 'close', tag: direct, badge: 0 }]);
});

test('where nothing can be closed a deletion ends what is remembered of it', async () => {
  const tablet = await subscribed(ben);
  const slip = await send(ada, direct, 'a slip');
  await settled();
  const endpoint = 'https://web.push.apple.com/x';
  await sql.query('UPDATE push_subscription SET endpoint = $1 WHERE endpoint = $2', [
    endpoint,
    tablet.subscription.endpoint,
  ]);
  await deleteMessage(ada, { id: slip.id });
  await settled();
  expect(shownOn(tablet)).toHaveLength(1);
  expect((await sql.query('SELECT 1 FROM push_alert')).rowCount).toBe(0);
});

test('what was read before it was pushed is not', async () => {
  const browser = await subscribed(ben);
  const { seq } = await send(ada, direct, 'hello');
  await takeAlerts(null);
  await markRead(ben, { conversationId: direct, seq });
  await jobsDone(url, pushAlerts.name);
  // The job may have been faster: then it is closed.
  await settled();
  const shown = shownOn(browser).map(({ kind }) => kind);
  expect([[], ['show', 'close']]).toContainEqual(shown);
  expect((await sql.query('SELECT 1 FROM push_alert')).rowCount).toBe(0);
});

test('not the device that shows the chat, and the others a moment later', async () => {
  const laptop = await subscribed(ben);
  const phone = await subscribed(await otherDevice(ben));
  await notePushPresence(ben, { present: true });
  // Times are whole milliseconds: what comes in the same one counts as seen.
  await delay(2);
  await send(ada, direct, 'hello');
  await settled();
  expect(service.pushed).toHaveLength(0);
  const due = await sql.query<{ ahead: boolean }>(
    'SELECT due_at > now() AS ahead FROM push_alert ORDER BY subscription_id',
  );
  expect(due.rows).toEqual([{ ahead: true }, { ahead: true }]);
  // The laptop was looked at until now; nobody read it there.
  await sql.query("UPDATE push_alert SET since = since - interval '3 s'");
  await notePushPresence(ben, { present: false });
  await makeDue();
  await settled();
  expect(shownOn(laptop)).toEqual([]);
  expect(shownOn(phone)).toMatchObject([{ kind: 'show' }]);
});

test('nobody is told who is not to be disturbed; what they set themselves comes after that', async () => {
  const browser = await subscribed(ben);
  const quietUntil = new Date(Date.now() + 3_600_000).toISOString();
  await updateMe(ben, { quietUntil });
  const message = await send(ada, direct, 'hello');
  await saveMessage(ben, { messageId: message.id, remindAt: new Date(Date.now() + 50).toISOString() });
  await delay(60);
  await settled();
  expect(service.pushed).toHaveLength(0);
  const { rows } = await sql.query<{ due_at: Date }>('SELECT due_at FROM push_alert');
  expect(rows).toEqual([{ due_at: new Date(quietUntil) }]);
  await updateMe(ben, { quietUntil: null });
  await makeDue();
  await settled();
  expect(shownOn(browser)).toMatchObject([{ title: 'Reminder', body: 'hello', path: '/saved' }]);
});

test('whoever has to set up a second factor first is shown nothing until they have', async () => {
  const browser = await subscribed(ben);
  await send(ada, direct, 'before');
  await settled();
  await sql.query('UPDATE workspace SET require_second_factor = true');
  try {
    await send(ada, direct, 'secret');
    await settled();
  } finally {
    await sql.query('UPDATE workspace SET require_second_factor = false');
  }
  await send(ada, direct, 'after');
  await settled();
  const told = shownOn(browser).map(({ kind, body }) => body ?? kind);
  expect(told).toEqual(['before', 'close', 'after']);
});

test('reminders of one’s own words are pushed once', async () => {
  const browser = await subscribed(ben);
  await sql.query(
    `INSERT INTO reminder (id, user_id, client_id, text, remind_at) VALUES (gen_random_uuid(), $1, gen_random_uuid(), 'tea', now())`,
    [ben.userId],
  );
  await settled();
  await settled();
  expect(shownOn(browser)).toMatchObject([{ title: 'Reminder', body: 'tea', tag: savedTag }]);
});

test('quiet hours are theirs, by their clock', async () => {
  const browser = await subscribed(ben);
  const hour = new Date().getUTCHours();
  const clock = (ahead: number) => `${String((hour + ahead + 24) % 24).padStart(2, '0')}:00`;
  const { setAlertSettings } = await import('./alert-settings.ts');
  await setAlertSettings(ben, { quietHours: { from: clock(-1), to: clock(2), timeZone: 'UTC' } });
  await send(ada, direct, 'in the night');
  await settled();
  expect(shownOn(browser)).toEqual([]);
  await setAlertSettings(ben, { quietHours: { from: clock(2), to: clock(4), timeZone: 'UTC' } });
  await send(ada, direct, 'by day');
  await settled();
  expect(shownOn(browser)).toMatchObject([{ body: 'by day' }]);
});

test('a push service that is away is asked again, later each time, and what came meanwhile is one', async () => {
  const browser = await subscribed(ben);
  service.answer(503);
  await send(ada, direct, 'one');
  await settled();
  const waiting = () =>
    sql.query<{ failures: number; ahead: boolean }>(
      'SELECT failures, due_at > now() AS ahead FROM push_alert',
    );
  expect((await waiting()).rows).toEqual([{ failures: 1, ahead: true }]);
  await send(ada, direct, 'two');
  await settled();
  expect((await waiting()).rows).toEqual([{ failures: 1, ahead: true }]);
  service.answer(201);
  await makeDue();
  await settled();
  await settled();
  expect(shownOn(browser)).toMatchObject([{ body: 'two', badge: 2 }]);
});

test.each([404, 410])('a browser that is gone (%s) is forgotten', async (status) => {
  await subscribed(ben);
  service.answer(status);
  await send(ada, direct, 'hello');
  await settled();
  expect((await sql.query('SELECT 1 FROM push_subscription')).rowCount).toBe(0);
  expect(await testPush(ben)).toEqual({ outcome: 'absent', status: null, reason: null });
});

test('an address inside is never asked, and is forgotten', async () => {
  await subscribed(ben);
  openPush({ contact: 'mailto:parley@team.test', allowed: nothing });
  await send(ada, direct, 'hello');
  await settled();
  expect(service.pushed).toHaveLength(0);
  expect((await sql.query('SELECT 1 FROM push_subscription')).rowCount).toBe(0);
});

test('a test says what the push service said', async () => {
  expect(await testPush(ben)).toMatchObject({ outcome: 'absent' });
  const browser = await subscribed(ben);
  expect(await testPush(ben)).toEqual({ outcome: 'taken', status: 201, reason: null });
  expect(shownOn(browser)).toMatchObject([{ kind: 'test' }]);
  service.answer(403);
  expect(await testPush(ben)).toMatchObject({ outcome: 'refused', status: 403 });
  service.answer(500);
  expect(await testPush(ben)).toMatchObject({ outcome: 'unreached', status: 500 });
  // Whoever chose the address does not have this server call there as often as they like.
  openRateLimits(0.1);
  await testPush(ben);
  await expect(testPush(ben)).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a subscription ends with its session, and is taken over by whoever signs in on the device', async () => {
  const browser = await subscribed(ben);
  await storeSession(ada);
  await subscribeToPush(ada, browser.subscription);
  const { rows } = await sql.query('SELECT user_id FROM push_subscription');
  expect(rows).toEqual([{ user_id: ada.userId }]);
  await send(ada, direct, 'hello');
  await settled();
  expect(service.pushed).toHaveLength(0);
  await sql.query('DELETE FROM session WHERE user_id = $1', [ada.userId]);
  expect((await sql.query('SELECT 1 FROM push_subscription')).rowCount).toBe(0);
});

test('several instances at once tell once, and what nobody followed is found later', async () => {
  const browser = await subscribed(ben);
  const sent = { conversationId: direct, clientId: clientId.parse(uuidv4()), body: 'once' };
  await Promise.all([sendMessage(ada, sent), sendMessage(ada, sent)]);
  await Promise.all([takeAlerts(null), takeAlerts(null), takeAlerts(null)]);
  await jobsDone(url, pushAlerts.name);
  await settled();
  expect(shownOn(browser)).toMatchObject([{ body: 'once' }]);
});
