import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import type { OperationOutput } from '#contract/operations.ts';
import { deleteMessagesOf, endMemberships, ownTables } from '#domain/person-removal.ts';
import { announcementsMissed, announcementsSettled, carryOutFromElsewhere } from '#platform/events.ts';
import { PASSWORD, type Person, signIn, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

// What a change of role, a suspension and a removal do at once: on open sockets, over REST and to the pages.

let server: TestServer;
let world: World;
let sql: pg.Pool;
let ann: Person;
/** A member whose role changes; in `open` and in general. */
let gil: Person;

beforeAll(async () => {
  server = await startTestServer();
  sql = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
  world = await createWorld(server.url);
  [ann, gil] = [await signUp(server.url, 'Ann'), await signUp(server.url, 'Gil')];
  await world.ada.call('user:set-role', { id: ann.id, role: 'admin' });
  await world.ada.call('member:add', { conversationId: world.open.id, userId: gil.id });
});
afterAll(async () => {
  await sql?.end();
  await server?.close();
});

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const run = { id: 'a run', signal: new AbortController().signal };
const say = (by: Person, conversationId: string, body: string) =>
  by.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });

describe('who gives which role', () => {
  test('owners give every role, admins choose between member and guest, nobody their own', async () => {
    const { ada, ben, cy } = world;
    const tried = async (by: Person, id: string, role: OperationOutput<'user:get'>['role']) =>
      codeOf(by.call('user:set-role', { id, role }));
    expect(await tried(ann, cy.id, 'guest')).toBe('done');
    expect(await tried(ann, cy.id, 'member')).toBe('done');
    expect(await tried(ann, cy.id, 'admin')).toBe('forbidden');
    expect(await tried(ann, ada.id, 'member')).toBe('forbidden');
    expect(await tried(ben, cy.id, 'guest')).toBe('forbidden');
    expect(await tried(ada, ada.id, 'member')).toBe('forbidden');
    expect(await tried(ada, cy.id, 'owner')).toBe('done');
    // Of two owners who take it from each other at once one is left.
    const both = await Promise.all([tried(ada, cy.id, 'member'), tried(cy, ada.id, 'member')]);
    expect(both.toSorted()).toEqual(['done', 'forbidden']);
    const { rows } = await sql.query(`SELECT id FROM "user" WHERE role = 'owner'`);
    expect(rows).toHaveLength(1);
    if (rows[0]?.id === cy.id) await cy.call('user:set-role', { id: ada.id, role: 'owner' });
    if (rows[0]?.id === cy.id) await ada.call('user:set-role', { id: cy.id, role: 'member' });
  });

  test('is written down', async () => {
    const { rows } = await sql.query<{ actor_id: string; data: object }>(
      `SELECT actor_id, data FROM audit_entry WHERE action = 'user.role' AND target_id = $1 ORDER BY at, id LIMIT 1`,
      [world.cy.id],
    );
    expect(rows[0]).toEqual({ actor_id: ann.id, data: { from: 'member', to: 'guest' } });
  });
});

describe('a member who becomes a guest', () => {
  test('sees at once only their conversations and the people in them, on the socket that is open', async () => {
    const { ada, spare } = world;
    const outside = await signUp(server.url, 'Olga');
    await sql.query('DELETE FROM member WHERE user_id = ANY($1) AND conversation_id = $2', [
      [outside.id, gil.id],
      world.general.id,
    ]);
    const socket = await gil.connect();
    const before = await socket.call('sync', {});
    const watched = await socket.call('presence:watch', { userIds: [outside.id, ada.id] });
    expect(watched.items).toHaveLength(2);
    expect(await codeOf(socket.call('conversation:get', { conversationId: spare.id }))).toBe('done');
    const said = await say(ada, spare.id, 'with a thread');
    const thread = await ada.call('message:thread', { id: said.id });
    await socket.call('thread:watch', { conversationIds: [thread.id] });
    socket.forget();

    await ann.call('user:set-role', { id: gil.id, role: 'guest' });
    await socket.hear('resync');
    expect(await socket.hear('user')).toMatchObject({ id: gil.id, role: 'guest' });
    socket.forget();
    const after = await socket.call('sync', { since: before.cursor });
    expect(after.me).toMatchObject({ role: 'guest', may: expect.not.arrayContaining(['seeEveryone']) });
    // Another life: what the client remembers is forgotten, and everything is answered.
    expect(after.life).not.toBe(before.life);
    expect(after.conversations.map(({ id }) => id)).toContain(world.open.id);
    expect(await codeOf(socket.call('conversation:get', { conversationId: spare.id }))).toBe('not_found');
    expect(await codeOf(gil.call('user:get', { id: outside.id }))).toBe('not_found');
    expect((await gil.call('user:list', { q: 'Olga' })).items).toEqual([]);
    expect((await gil.call('user:list', { q: 'Ada' })).items.map(({ id }) => id)).toEqual([ada.id]);
    expect(await codeOf(gil.call('conversation:create', { kind: 'direct', memberIds: [outside.id] }))).toBe(
      'invalid',
    );
    expect(await codeOf(gil.call('message:search', { q: 'from:@olga' }))).toBe('invalid');
    // Nothing of the stranger, the thread and the channel is heard any more.
    const other = await outside.connect();
    await outside.call('user:update', { title: 'Elsewhere' });
    await say(ada, thread.id, 'not for everybody');
    await announcementsSettled();
    expect(await socket.heardByNow()).toEqual([]);
    // Whom they see they hear.
    await ada.call('user:update', { title: 'Founder' });
    expect(await socket.hear('user')).toMatchObject({ id: ada.id, title: 'Founder' });
    other.close();

    // What they write means nobody whom they do not see, and nothing that they are not in.
    const { mentions } = await say(gil, world.open.id, 'ask @olga or @ada in #spare, @channel');
    expect(mentions.map(({ text }) => text)).toEqual(['@ada']);
    const page = await bridge().pageSession(gil.headers.Cookie);
    expect(page?.role).toBe('guest');

    socket.forget();
    await ann.call('user:set-role', { id: gil.id, role: 'member' });
    await socket.hear('resync');
    expect(await codeOf(socket.call('conversation:get', { conversationId: spare.id }))).toBe('done');
    const again = await socket.call('sync', { since: after.cursor });
    expect(again.life).toBe(before.life);
    expect(again.conversations.find(({ id }) => id === world.open.id)?.may).toContain('addMember');
    socket.close();
  });

  test('keeps the names of those who left, and sees no more of them', async () => {
    const { ada } = world;
    const lea = await signUp(server.url, 'Lea');
    const made = await ada.call('conversation:create', {
      kind: 'private',
      name: 'few',
      memberIds: [lea.id, gil.id],
    });
    await sql.query('DELETE FROM member WHERE user_id = $1 AND conversation_id = $2', [
      lea.id,
      world.general.id,
    ]);
    await ann.call('user:set-role', { id: gil.id, role: 'guest' });
    const socket = await gil.connect();
    expect((await socket.call('presence:watch', { userIds: [lea.id] })).items).toHaveLength(1);
    await lea.call('member:remove', { conversationId: made.id, userId: lea.id });
    await announcementsSettled();
    socket.forget();
    expect((await gil.call('user:get', { id: lea.id })).name).toBe('Lea');
    expect((await gil.call('user:list', { q: 'Lea' })).items).toEqual([]);
    expect((await socket.call('presence:watch', { userIds: [lea.id] })).items).toEqual([]);
    expect(await codeOf(gil.call('conversation:create', { kind: 'direct', memberIds: [lea.id] }))).toBe(
      'invalid',
    );
    socket.close();
    await ann.call('user:set-role', { id: gil.id, role: 'member' });
  });
});

describe('what another instance did', () => {
  test.each([
    ['and said', () => carryOutFromElsewhere(['reviewUser', gil.id])],
    ['and nobody heard', announcementsMissed],
  ])('%s, reaches the sockets here', async (_, tell) => {
    const socket = await gil.connect();
    await sql.query(`UPDATE "user" SET role = 'guest' WHERE id = $1`, [gil.id]);
    socket.forget();
    tell();
    await socket.hear('resync');
    const [local] = await server.io.in(`user:${gil.id}`).fetchSockets();
    expect(local?.data.actor.role).toBe('guest');
    expect(local?.rooms.has('insiders')).toBe(false);
    await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [gil.id]);
    tell();
    expect(await socket.hear('session:ended')).toEqual({ reason: 'suspended' });
    await socket.closed;
    await sql.query(`UPDATE "user" SET role = 'member', suspended_at = NULL WHERE id = $1`, [gil.id]);
  });
});

test('whoever is suspended is out at once, everywhere, until they are reactivated and sign in again', async () => {
  const phone = await signIn(server.url, gil.id, 'Gil');
  const sockets = [await gil.connect(), await phone.connect()];
  const { ada } = world;
  const program = await gil.call('token:create', { name: 'program', scopes: ['read', 'send'] });
  const bearer = { Authorization: `Bearer ${program.secret}` };
  const input = { conversationId: world.open.id, clientId: crypto.randomUUID(), body: 'late' };
  const suspended = await ann.call('user:suspend', { id: gil.id });
  expect(suspended.state).toBe('suspended');
  for (const socket of sockets) {
    expect(await socket.hear('session:ended')).toEqual({ reason: 'suspended' });
    await socket.closed;
  }
  expect(await codeOf(gil.call('message:send', input))).toBe('unauthenticated');
  expect((await fetch(`${server.url}/api/v1/users/me`, { headers: bearer })).status).toBe(401);
  expect(await bridge().pageSession(phone.headers.Cookie)).toBeNull();
  expect((await ada.call('user:list', { q: 'Gil' })).items).toEqual([]);
  expect((await ann.call('user:list', { q: 'Gil', state: 'suspended' })).items).toHaveLength(1);
  expect((await ann.call('user:reactivate', { id: gil.id })).state).toBe('active');
  expect(await codeOf(gil.call('user:me', {}))).toBe('unauthenticated');
  gil = await signIn(server.url, gil.id, 'Gil');
  expect(await codeOf(gil.call('message:send', input))).toBe('done');
  const socket = await gil.connect();
  await ann.call('user:sign-out', { id: gil.id });
  expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out_elsewhere' });
  gil = await signIn(server.url, gil.id, 'Gil');
});

test('whoever is removed leaves their name, their direct conversations, and nothing that lets them in', async () => {
  const { ada, ben, open } = world;
  const rex = await signUp(server.url, 'Rex');
  await ada.call('member:add', { conversationId: open.id, userId: rex.id });
  const direct = await ben.call('conversation:create', { kind: 'direct', memberIds: [rex.id] });
  const said = await say(rex, open.id, 'I was here');
  await ben.call('reaction:add', { messageId: said.id, emoji: '👍' });
  const thread = await ben.call('message:thread', { id: said.id });
  const reply = await say(rex, thread.id, 'and here');
  const socket = await ben.connect();
  const removed = await ada.call('user:remove', { id: rex.id, messages: 'delete' });
  expect(removed).toMatchObject({ name: 'Rex', handle: 'rex', state: 'removed', role: 'member' });
  expect(await codeOf(rex.call('user:me', {}))).toBe('unauthenticated');
  await endMemberships.run({ userId: rex.id }, run);
  await deleteMessagesOf.run({ userId: rex.id, byId: ada.id }, run);

  const names = (await ben.call('member:list', { conversationId: open.id })).items.map(
    ({ user }) => user.name,
  );
  expect(names).not.toContain('Rex');
  expect((await ben.call('conversation:get', { conversationId: direct.id })).memberIds).toContain(rex.id);
  const { items } = await ben.call('message:list', { conversationId: open.id });
  const root = items.find(({ id }) => id === said.id);
  expect(root).toMatchObject({ body: '', reactions: [], deletedAt: expect.any(String) });
  expect(root?.thread?.replyCount ?? 0).toBe(0);
  const replies = await ben.call('message:list', { conversationId: thread.id });
  expect(replies.items.find(({ id }) => id === reply.id)?.body).toBe('');
  await socket.hear('changes', ({ items: changed }) =>
    changed.some(({ id, body }) => id === said.id && body === ''),
  );
  socket.close();

  // They are nobody to be added or written to; their address is free, their handle is not.
  expect(await codeOf(ada.call('member:add', { conversationId: open.id, userId: rex.id }))).toBe('not_found');
  expect(await codeOf(ada.call('user:reactivate', { id: rex.id }))).toBe('conflict');
  const email = 'rex@example.test';
  const again = (handle: string) =>
    fetch(`${server.url}/api/v1/users`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'Rex', handle, email, password: PASSWORD }),
    });
  expect((await again('rex')).status).toBe(409);
  expect((await again('rex.again')).status).toBe(201);
});

/** What points to people and is not their own alone: it stays, or ends by a way of its own. */
const others = [
  ...[
    'bot',
    'conversation',
    'export',
    'file',
    'former_member',
    'invitation',
    'invitation_use',
    'member',
    'message',
  ],
  ...['poll_vote', 'reaction', 'report', 'session', 'token'],
];

test('of every table that points to people it is known what becomes of it when somebody is removed', async () => {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
     WHERE contype = 'f' AND confrelid = '"user"'::regclass ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name).filter((name) => !others.includes(name))).toEqual(ownTables.toSorted());
});
