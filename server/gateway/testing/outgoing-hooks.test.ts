import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { HookEventType, IssuedOutgoingHook } from '#contract/hooks.ts';
import { openHookNetworks } from '#domain/hook-networks.ts';
import { parseTrustedProxies } from '#platform/trusted-proxies.ts';
import { type Manner, type Receiver, startReceiver, type Taken } from './hook-receiver.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

// Hooks are told by processes of their own, which are killed; the receivers are real servers, which fail, stall and break
// connections.

const instanceFile = fileURLToPath(new URL('../../domain/test-hook-instance.ts', import.meta.url));

let server: TestServer;
let world: World;
let sql: pg.Pool;
const instances = new Set<ChildProcess>();
const receivers: Receiver[] = [];

beforeAll(async () => {
  server = await startTestServer();
  openHookNetworks(parseTrustedProxies('loopback') ?? expect.unreachable());
  world = await createWorld(server.url);
  // What is told to example.com would be told to nobody.
  for (const { id } of (await world.ada.call('outgoing-hook:list', {})).items)
    await world.ada.call('outgoing-hook:remove', { id });
  sql = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
});
afterEach(async () => {
  for (const { id } of (await world.ada.call('outgoing-hook:list', {})).items)
    await world.ada.call('outgoing-hook:remove', { id });
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});
afterAll(async () => {
  for (const instance of instances) await kill(instance);
  await sql.end();
  await server.close();
});

async function startInstance(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [instanceFile, server.databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  instances.add(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  instances.delete(child);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function openReceiver(): Promise<Receiver> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return receiver;
}

const messages: HookEventType[] = ['message.created', 'message.changed', 'message.deleted'];

async function makeHook(
  receiver: Receiver,
  conversationIds: string[],
  events: HookEventType[] = messages,
  threads = false,
): Promise<IssuedOutgoingHook> {
  const hook = await world.ada.call('outgoing-hook:create', {
    ...{ name: 'Mirror', url: receiver.url },
    ...{ events, conversationIds, threads },
  });
  receiver.secrets.push(hook.secret);
  return hook;
}

const say = (conversationId: string, body: string) =>
  world.ada.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 60_000, interval: 50 });

/** Waits until a receiver has answered something in this manner. */
const met = (receiver: Receiver, manner: Manner) =>
  eventually(() => expect(receiver.tries(manner)).toBeGreaterThan(0));

/** What was taken of a conversation, each thing once: what comes twice has an id that is known. */
function eachOnce(taken: Taken[], conversationId: string): Taken[] {
  const ids = new Set<string>();
  return taken
    .filter(({ data }) => data.conversation.id === conversationId)
    .filter(({ id }) => !ids.has(id) && ids.add(id));
}

test('two hooks whose receivers fail, stall and break off are told everything in order, whatever is killed', async () => {
  const [first, second] = [await openReceiver(), await openReceiver()];
  const rooms = [world.open.id, world.secret.id];
  await makeHook(first, rooms);
  await makeHook(second, rooms);
  const sent = new Map<string, string[]>(rooms.map((id) => [id, []]));
  let one = await startInstance();
  await startInstance();
  for (let round = 0; round < 40; round += 1) {
    if (round === 5) first.behave('fail');
    if (round === 8) await met(first, 'fail');
    if (round === 10) second.behave('stall');
    if (round === 13) await met(second, 'stall');
    if (round === 15) first.behave('cut');
    if (round === 17) await met(first, 'cut');
    if (round === 18) await kill(one);
    if (round === 20) first.behave('take');
    if (round === 25) second.behave('fail');
    if (round === 27) await met(second, 'fail');
    if (round === 28) one = await startInstance();
    if (round === 30) second.behave('take');
    for (const id of rooms) sent.get(id)?.push((await say(id, `${round}`)).id);
    await delay(50);
  }
  for (const receiver of [first, second]) {
    await eventually(() => {
      for (const id of rooms)
        expect(eachOnce(receiver.taken, id).map(({ data }) => data.message?.id)).toEqual(sent.get(id));
    });
    for (const id of rooms) {
      // As they came, and not only once they are sorted: what was taken twice was taken twice in a row.
      const versions = receiver.taken
        .filter(({ data }) => data.conversation.id === id)
        .map(({ data }) => data.message?.version ?? 0);
      expect(versions).toEqual(versions.toSorted((left, right) => left - right));
    }
    expect(receiver.wrong).toEqual([]);
    expect(receiver.taken.every(({ type }) => type === 'message.created')).toBe(true);
    expect(receiver.atOnce()).toBe(1);
  }
  const { rows } = await sql.query<{ reason: string }>(
    "SELECT DISTINCT reason FROM hook_delivery WHERE reason <> ''",
  );
  expect(rows.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['status', 'broken']));
}, 120_000);

test('what was changed before it was told is told once, as it is, and is new all the same', async () => {
  const receiver = await openReceiver();
  receiver.behave('fail');
  await makeHook(receiver, [world.open.id]);
  const kept = await say(world.open.id, 'kept');
  const changed = await say(world.open.id, 'first');
  const gone = await say(world.open.id, 'to go');
  await say(world.open.id, 'last');
  await world.ada.call('message:edit', { id: changed.id, body: 'second' });
  await world.ada.call('message:delete', { id: gone.id });
  receiver.behave('take');
  await eventually(() => expect(receiver.taken).toHaveLength(4));
  expect(receiver.taken.map(({ type, data }) => [type, data.message?.body])).toEqual([
    ['message.created', 'kept'],
    ['message.created', 'last'],
    ['message.created', 'second'],
    ['message.deleted', ''],
  ]);
  await world.ada.call('message:edit', { id: kept.id, body: 'changed' });
  await eventually(() => expect(receiver.taken).toHaveLength(5));
  expect(receiver.taken.at(-1)).toMatchObject({
    type: 'message.changed',
    data: { message: { body: 'changed' } },
  });
}, 60_000);

test('members and facts are told between the messages, where they happened; what was not chosen is not', async () => {
  const receiver = await openReceiver();
  const { id } = await world.ada.call('conversation:create', { kind: 'public', name: 'told' });
  await makeHook(receiver, [id], ['message.created', 'member.joined', 'member.left', 'conversation.changed']);
  const first = await say(id, 'first');
  await world.ada.call('member:add', { conversationId: id, userId: world.cy.id });
  await world.ada.call('message:edit', { id: first.id, body: 'edited' });
  await world.ada.call('conversation:update', { conversationId: id, topic: 'A topic' });
  await say(id, 'second');
  await world.ada.call('member:remove', { conversationId: id, userId: world.cy.id });
  await eventually(() => expect(receiver.taken.map(({ type }) => type)).toContain('member.left'));
  const types = receiver.taken.map(({ type }) => type);
  expect(types.filter((type) => type !== 'message.created')).toEqual([
    'member.joined',
    'conversation.changed',
    'member.left',
  ]);
  expect(types.at(-1)).toBe('member.left');
  expect(receiver.taken.find(({ type }) => type === 'member.joined')?.data).toMatchObject({
    userId: world.cy.id,
  });
  expect(receiver.taken.find(({ type }) => type === 'conversation.changed')?.data.topic).toBe('A topic');
}, 60_000);

test('the log is told again from any of its lines, and nothing of it is lost', async () => {
  const receiver = await openReceiver();
  const hook = await makeHook(receiver, [world.open.id]);
  const bodies = ['a', 'b', 'c', 'd'];
  for (const body of bodies) await say(world.open.id, body);
  await eventually(() => expect(receiver.taken).toHaveLength(4));
  const deliveries = async () => (await world.ada.call('outgoing-hook:deliveries', { id: hook.id })).items;
  await eventually(async () => expect(await deliveries()).toHaveLength(4));
  const items = await deliveries();
  expect(items.map(({ status, reason, attempt }) => [status, reason, attempt])).toEqual(
    bodies.map(() => [204, '', 1]),
  );
  const second = items.at(-2);
  await world.ada.call('outgoing-hook:replay', { id: hook.id, deliveryId: second?.id ?? '' });
  await eventually(() => expect(receiver.taken).toHaveLength(7));
  expect(receiver.taken.slice(4).map(({ data }) => data.message?.body)).toEqual(['b', 'c', 'd']);
  expect(receiver.taken.slice(4).map(({ id }) => id)).toEqual(receiver.taken.slice(1, 4).map(({ id }) => id));
  // What was taken is written down a moment later.
  await eventually(async () => {
    const page = await world.ada.call('outgoing-hook:deliveries', { id: hook.id, limit: 2 });
    const cursor = page.nextCursor ?? '';
    const rest = await world.ada.call('outgoing-hook:deliveries', { id: hook.id, cursor });
    expect([...page.items, ...rest.items]).toHaveLength(7);
  });
}, 60_000);

test('with a new secret deliveries are signed with both for a day', async () => {
  const receiver = await openReceiver();
  const hook = await makeHook(receiver, [world.open.id]);
  const { secret } = await world.ada.call('outgoing-hook:rotate', { id: hook.id });
  receiver.secrets.push(secret);
  await say(world.open.id, 'signed twice');
  await eventually(() => expect(receiver.taken).toHaveLength(1));
  expect(receiver.taken[0]?.signatures).toBe(2);
  await sql.query("UPDATE outgoing_hook SET previous_until = now() - interval '1 s'");
  await say(world.open.id, 'signed once');
  await eventually(() => expect(receiver.taken).toHaveLength(2));
  expect(receiver.taken[1]?.signatures).toBe(1);
  expect(receiver.wrong).toEqual([]);
}, 60_000);

test('a hook that has failed for days is disabled, and goes on where it was once it is enabled', async () => {
  const receiver = await openReceiver();
  receiver.behave('fail');
  const hook = await makeHook(receiver, [world.open.id]);
  await say(world.open.id, 'lost?');
  await eventually(() => expect(receiver.tries('fail')).toBeGreaterThan(0));
  await sql.query("UPDATE hook_position SET failing_since = now() - interval '4 days', next_at = now()");
  const ended = async () => (await world.ada.call('outgoing-hook:list', {})).items[0]?.ended;
  await vi.waitFor(async () => expect(await ended()).toBe('failing'), { timeout: 30_000, interval: 100 });
  const { rows } = await sql.query("SELECT data FROM pgboss.job WHERE name = 'hook-ended'");
  expect(rows).toMatchObject([{ data: { hookId: hook.id } }]);
  await say(world.open.id, 'while it is disabled');
  receiver.behave('take');
  await world.ada.call('outgoing-hook:update', { id: hook.id, enabled: true });
  await eventually(() =>
    expect(receiver.taken.map(({ data }) => data.message?.body)).toEqual(['lost?', 'while it is disabled']),
  );
}, 90_000);

test('a hook is told what its owner sees, and no more when they see it no more', async () => {
  const receiver = await openReceiver();
  await world.ada.call('user:set-role', { id: world.ben.id, role: 'admin' });
  const hook = await world.ben.call('outgoing-hook:create', {
    ...{
      name: 'Ben’s',
      url: receiver.url,
      events: messages,
      conversationIds: [world.secret.id, world.direct.id],
    },
  });
  receiver.secrets.push(hook.secret);
  // Nobody else changes where it goes, nor learns what it is told of.
  expect((await world.ada.rest('PATCH', `/hooks/outgoing/${hook.id}`, { url: receiver.url })).status).toBe(
    403,
  );
  expect((await world.ada.rest('GET', `/hooks/outgoing/${hook.id}/deliveries`)).status).toBe(404);
  const [listed] = (await world.ada.call('outgoing-hook:list', {})).items;
  expect(listed?.conversationIds).toBeNull();
  await say(world.secret.id, 'for Ben');
  await eventually(() => expect(receiver.taken).toHaveLength(1));
  await world.ada.call('member:remove', { conversationId: world.secret.id, userId: world.ben.id });
  await say(world.secret.id, 'not for Ben');
  await say(world.direct.id, 'for Ben again');
  await eventually(() => expect(receiver.taken).toHaveLength(2));
  expect(receiver.taken[1]?.data.message?.body).toBe('for Ben again');
  await world.ada.call('user:set-role', { id: world.ben.id, role: 'member' });
  await say(world.direct.id, 'he may not have one any more');
  const ended = async () => (await world.ada.call('outgoing-hook:list', {})).items[0]?.ended;
  await vi.waitFor(async () => expect(await ended()).toBe('forbidden'), { timeout: 30_000, interval: 100 });
  expect(receiver.taken).toHaveLength(2);
}, 90_000);

/** What was taken of a thread, in a word each. */
const wordsOf = (taken: Taken[], conversationId: string) =>
  eachOnce(taken, conversationId).map(({ type, data }) => `${type} ${data.message?.body}`);

test('a hook that asks for threads is told of them from then on, each in its order, whatever is killed', async () => {
  const [receiver, plain] = [await openReceiver(), await openReceiver()];
  let one = await startInstance();
  const roots = [await say(world.open.id, 'a root'), await say(world.open.id, 'another')];
  const threads: string[] = [];
  for (const { id } of roots) threads.push((await world.ada.call('message:thread', { id })).id);
  const [old = '', fresh = ''] = threads;
  const before = await say(old, 'before it asked');
  await makeHook(receiver, [world.open.id], messages, true);
  await makeHook(plain, [world.open.id]);
  const sent: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    if (round === 3) receiver.behave('fail');
    if (round === 5) await met(receiver, 'fail');
    if (round === 6) await kill(one);
    if (round === 8) receiver.behave('take');
    if (round === 9) one = await startInstance();
    for (const id of [old, fresh]) await say(id, `${round}`);
    sent.push(`message.created ${round}`);
  }
  await eventually(() => {
    expect(wordsOf(receiver.taken, old)).toEqual(sent);
    expect(wordsOf(receiver.taken, fresh)).toEqual(sent);
  });
  // A day after the last reply their rows rest; a change and a reply come all the same.
  await sql.query(`UPDATE conversation SET last_message_at = now() - interval '2 days' WHERE id = ANY($1)`, [
    threads,
  ]);
  const resting = async () =>
    (await sql.query(`SELECT 1 FROM hook_position WHERE next_at = 'infinity'`)).rowCount;
  await kill(one);
  one = await startInstance();
  await vi.waitFor(async () => expect(await resting()).toBe(2), { timeout: 30_000, interval: 100 });
  await world.ada.call('message:edit', { id: before.id, body: 'reworded' });
  await say(old, 'more');
  await eventually(() =>
    expect(wordsOf(receiver.taken, old).slice(sent.length)).toEqual([
      'message.changed reworded',
      'message.created more',
    ]),
  );
  const [told] = eachOnce(receiver.taken, fresh);
  expect(told?.data.conversation).toMatchObject({ kind: 'thread', parentId: world.open.id });
  expect(plain.taken.filter(({ data }) => threads.includes(data.conversation.id))).toEqual([]);
  expect(receiver.wrong).toEqual([]);
}, 90_000);

test('threads are asked for and left again, and belong to their conversation', async () => {
  const receiver = await openReceiver();
  const { id: root } = await say(world.open.id, 'a root');
  const thread = (await world.ada.call('message:thread', { id: root })).id;
  const hook = await makeHook(receiver, [world.open.id], ['message.created']);
  await say(thread, 'nobody asked');
  await world.ada.call('outgoing-hook:update', { id: hook.id, threads: true });
  await say(thread, 'asked');
  await eventually(() => expect(wordsOf(receiver.taken, thread)).toEqual(['message.created asked']));
  const [listed] = (await world.ada.call('outgoing-hook:list', {})).items;
  expect(listed).toMatchObject({ threads: true, conversationIds: [world.open.id] });
  const positions = async () =>
    (await sql.query('SELECT 1 FROM hook_position WHERE hook_id = $1', [hook.id])).rowCount;
  expect(await positions()).toBe(2);
  await world.ada.call('outgoing-hook:update', { id: hook.id, conversationIds: [world.secret.id] });
  expect(await positions()).toBe(1);
  await world.ada.call('outgoing-hook:update', { id: hook.id, conversationIds: [world.open.id] });
  await say(thread, 'asked again');
  await eventually(() => expect(wordsOf(receiver.taken, thread)).toHaveLength(2));
  await world.ada.call('outgoing-hook:update', { id: hook.id, threads: false });
  expect(await positions()).toBe(1);
  await say(thread, 'not any more');
  await say(world.open.id, 'the end');
  await eventually(() => expect(receiver.taken.at(-1)?.data.message?.body).toBe('the end'));
  expect(wordsOf(receiver.taken, thread)).toEqual(['message.created asked', 'message.created asked again']);
}, 60_000);
