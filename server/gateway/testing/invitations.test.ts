import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InvitationRole } from '#contract/invitations.ts';
import type { NewUser } from '#contract/users.ts';
import { ask, callHttp } from './http.ts';
import { PASSWORD, type Person, signIn, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

let server: TestServer;
let world: World;
let sql: pg.Client;

beforeAll(async () => {
  server = await startTestServer();
  sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  const refused = callHttp(server.url, 'user:create', account('Too Early', { invitation: 'nothing' }), {});
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
  await callHttp(server.url, 'user:create', account('Zoe', { workspaceName: 'Acme' }), {});
  expect((await ask(server.url, 'GET', '/api/v1/workspace')).body).toMatchObject({ name: 'Acme' });
  await expect(
    callHttp(server.url, 'user:create', account('Second', { workspaceName: 'Mine' }), {}),
  ).rejects.toMatchObject({ refusal: { code: 'conflict', errors: [{ path: 'workspaceName' }] } });
  await sql.query(`DELETE FROM "user"; DELETE FROM conversation`);
  world = await createWorld(server.url);
});
afterAll(async () => {
  await sql.end();
  await server.close();
});
beforeEach(() => sql.query('UPDATE workspace SET open_sign_up = true, sign_up_domains = DEFAULT'));

let made = 0;
const account = (name: string, more: Partial<NewUser> = {}): NewUser => {
  made += 1;
  return { name, email: `n${made}@example.test`, password: PASSWORD, ...more };
};
const count = async (what: 'user' | 'invitation_use') =>
  Number((await sql.query(`SELECT count(*) FROM "${what}"`)).rows[0].count);

async function invite(
  by: Person,
  more: { role?: InvitationRole; uses?: number; hours?: number; conversationIds?: string[] } = {},
) {
  return by.call('invitation:create', { role: 'member', ...more });
}

/** Signs up by an invitation. */
async function come(name: string, token: string, more: Partial<NewUser> = {}): Promise<Person> {
  const { id } = await callHttp(server.url, 'user:create', account(name, { invitation: token, ...more }), {});
  return signIn(server.url, id, name);
}

test('the first invitation closes open sign-up, unless somebody has decided about it', async () => {
  await sql.query('UPDATE workspace SET open_sign_up_decided = false');
  expect(await invite(world.ada)).toMatchObject({ closedSignUp: true });
  await expect(signUp(server.url, 'Late')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await invite(world.ada)).toMatchObject({ closedSignUp: false });
  await world.ada.call('workspace:update', { openSignUp: true });
  expect(await invite(world.ada)).toMatchObject({ closedSignUp: false });
  expect(await world.ada.call('workspace:get', {})).toMatchObject({ openSignUp: true });
});

test('a newcomer by invitation is in its channels, is told who invited them, and is announced without being unread', async () => {
  const { ada, ben, secret, general } = world;
  await ada.call('workspace:update', { openSignUp: false });
  const before = await ben.call('conversation:get', { conversationId: general.id });
  const ears = await ben.connect();
  const { token } = await invite(ada, { conversationIds: [secret.id], uses: 1 });
  const dora = await come('Dora', token);
  expect(await dora.call('welcome:get', {})).toEqual({
    inviterId: ada.id,
    inviterName: 'Ada',
    alone: false,
  });
  const { conversations } = await dora.call('sync', {});
  expect(conversations.map(({ name, unread }) => [name, unread]).sort()).toEqual([
    ['general', 0],
    ['secret', 0],
  ]);

  const { items } = await dora.call('message:list', { conversationId: general.id });
  const notice = items.at(-1);
  expect(notice).toMatchObject({ authorId: dora.id, notice: 'joined', seq: before.lastSeq + 1 });
  expect(await ears.hear('changes')).toMatchObject({ items: [{ notice: 'joined' }] });
  const after = await ben.call('conversation:get', { conversationId: general.id });
  expect(after).toMatchObject({ lastSeq: before.lastSeq + 1, unread: before.unread });
  expect(after.skipped).toContain(notice?.seq);
  const edit = dora.call('message:edit', { id: notice?.id ?? '', body: 'something else' });
  await expect(edit).rejects.toMatchObject({ code: 'forbidden' });
  const said = await dora.call('message:send', {
    conversationId: general.id,
    clientId: crypto.randomUUID(),
    body: 'hello',
  });
  expect(said).toMatchObject({ seq: before.lastSeq + 2, notice: null });
  expect(await ben.call('conversation:get', { conversationId: general.id })).toMatchObject({
    unread: before.unread + 1,
  });
  ears.close();
});

test('whoever invites is told that only this machine reaches the server', async () => {
  const settings = await world.ada.call('invitation:settings', {});
  expect(settings).toEqual({ mail: false, publicUrl: null, onlyHere: true });
});

test('announcing is a setting', async () => {
  await world.ada.call('workspace:update', { announceNewcomers: false });
  const before = await world.ben.call('conversation:get', { conversationId: world.general.id });
  await come('Quiet', (await invite(world.ada)).token);
  const after = await world.ben.call('conversation:get', { conversationId: world.general.id });
  expect(after.lastSeq).toBe(before.lastSeq);
  await world.ada.call('workspace:update', { announceNewcomers: true });
});

describe('an invitation that is over says so and creates nothing', () => {
  const cases: [string, RegExp, (id: string, token: string) => Promise<unknown>][] = [
    [
      'expired',
      /has expired/,
      (id) => sql.query('UPDATE invitation SET expires_at = now() WHERE id = $1', [id]),
    ],
    ['used_up', /used as often/, (_, token) => come('Dan', token)],
    ['revoked', /taken back/, (id) => world.ada.call('invitation:revoke', { id })],
    [
      'void',
      /no longer counts/,
      (id) => sql.query('UPDATE invitation SET created_by_id = $2 WHERE id = $1', [id, world.cy.id]),
    ],
  ];
  test.each(cases)('%s', async (state, sentence, end) => {
    const { invitation, token } = await invite(world.ada);
    expect(await callHttp(server.url, 'invitation:get', { token }, {})).toMatchObject({
      ...{ state: 'open', inviter: 'Ada', role: 'member', email: null },
    });
    await end(invitation.id, token);
    expect(await callHttp(server.url, 'invitation:get', { token }, {})).toMatchObject({ state });
    const numbers = [await count('user'), await count('invitation_use')];
    await expect(come('Eve', token)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(sentence),
    });
    await expect(world.cy.call('invitation:accept', { token })).rejects.toMatchObject({ code: 'forbidden' });
    expect([await count('user'), await count('invitation_use')]).toEqual(numbers);
  });

  test('unknown', async () => {
    const users = await count('user');
    await expect(come('Eve', 'nothing')).rejects.toMatchObject({ code: 'not_found' });
    expect(await count('user')).toBe(users);
  });
});

test('of many who come for the last uses at once, as many get in as there are', async () => {
  const { invitation, token } = await invite(world.ada, { uses: 2 });
  const tries = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => come(`Runner ${n}`, token)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  const { items } = await world.ada.call('invitation:list', {});
  expect(items.find(({ id }) => id === invitation.id)).toMatchObject({ uses: 2, state: 'used_up' });
});

test('whoever may not invite any more leaves invitations that count no more', async () => {
  const { ada, ben } = world;
  await expect(invite(ben)).rejects.toMatchObject({ code: 'forbidden' });
  await ada.call('workspace:update', { membersInvite: true });
  const { token } = await invite(ben);
  await expect(invite(ben, { role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await ben.call('invitation:list', {})).items).toMatchObject([{ createdById: ben.id }]);
  await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [ben.id]);
  await expect(come('Eve', token)).rejects.toMatchObject({ code: 'forbidden' });
  await sql.query('UPDATE "user" SET suspended_at = NULL WHERE id = $1', [ben.id]);
  await come('Fay', token);
  await ada.call('workspace:update', { membersInvite: false });
});

test('a guest comes to the channels of the invitation alone, and not where they are gone', async () => {
  const { ada } = world;
  const club = await ada.call('conversation:create', { kind: 'private', name: 'club' });
  const { token } = await invite(ada, { role: 'guest', uses: 0, hours: 0, conversationIds: [club.id] });
  const gus = await come('Gus', token);
  expect((await gus.call('sync', {})).conversations).toMatchObject([{ id: club.id, joined: true }]);
  expect(await gus.call('user:me', {})).toMatchObject({ role: 'guest' });
  await ada.call('conversation:update', { conversationId: club.id, archived: true });
  await expect(come('Gil', token)).rejects.toMatchObject({ code: 'forbidden' });
});

test('whoever has an account joins the channels with it, once, and keeps their role', async () => {
  const { ada, cy, secret } = world;
  const { invitation, token } = await invite(ada, {
    role: 'admin',
    uses: 5,
    conversationIds: [secret.id],
  });
  const ears = await cy.connect();
  expect(await cy.call('invitation:accept', { token })).toEqual({ conversationIds: [secret.id] });
  expect(await ears.hear('conversation', ({ id }) => id === secret.id)).toMatchObject({ joined: true });
  expect(await cy.call('invitation:accept', { token })).toEqual({ conversationIds: [secret.id] });
  expect(await cy.call('user:me', {})).toMatchObject({ role: 'member' });
  const { items } = await ada.call('invitation:list', {});
  expect(items.find(({ id }) => id === invitation.id)).toMatchObject({ uses: 1 });
  ears.close();
});

test('sign-up may be restricted to domains, but for invitations', async () => {
  await world.ada.call('workspace:update', { openSignUp: true, signUpDomains: ['acme.test', 'ACME.test '] });
  const create = (email: string, more: Partial<NewUser> = {}) =>
    callHttp(server.url, 'user:create', account('Hal', { email, ...more }), {});
  await expect(create('hal@example.test')).rejects.toMatchObject({
    refusal: { errors: [{ path: 'email' }] },
  });
  await expect(create('hal@sub.acme.test')).rejects.toMatchObject({ code: 'invalid' });
  await create('hal@acme.test');
  await create('ida@example.test', { invitation: (await invite(world.ada)).token });
});

test('there is a bound to the invitations of one user that count', async () => {
  await sql.query(
    `INSERT INTO invitation (id, token_hash, role, created_by_id)
     SELECT gen_random_uuid(), sha256(n::text::bytea), 'member', $1 FROM generate_series(1, 200) n`,
    [world.ada.id],
  );
  await expect(invite(world.ada)).rejects.toMatchObject({ code: 'conflict' });
  await sql.query('UPDATE invitation SET revoked_at = now()');
  await invite(world.ada);
});

test('what is written down of it holds no token', async () => {
  const { token } = await invite(world.ada);
  await come('Ivo', token);
  const { rows } = await sql.query<{ entry: string }>('SELECT a::text AS entry FROM audit_entry a');
  expect(rows.some(({ entry }) => entry.includes('invitation.used'))).toBe(true);
  expect(rows.some(({ entry }) => entry.includes(token))).toBe(false);
  const kept = await sql.query<{ row: string }>('SELECT i::text AS row FROM invitation i');
  expect(kept.rows.some(({ row }) => row.includes(token))).toBe(false);
});
