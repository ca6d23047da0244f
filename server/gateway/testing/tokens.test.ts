import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationNotes } from '#contract/operation-notes.ts';
import { type DomainOperationName, operations } from '#contract/operations.ts';
import { type Scope, scope } from '#contract/scopes.ts';
import { reviewSessions } from '#gateway/session-watch.ts';
import { ask, refusalOf, requestOf } from './http.ts';
import { programOf, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { connectSocket } from './socket.ts';
import { createWorld, NOBODY, type World } from './world.ts';

let server: TestServer;
let world: World;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
});
afterAll(() => server.close());

/** A program with a token of Ben's, or of Ada's. */
async function programWith(
  scopes: Scope[],
  { of = world.ben, expiresAt }: { of?: World['ada']; expiresAt?: string } = {},
) {
  const token = await of.call('token:create', { name: 'Test', scopes, ...(expiresAt ? { expiresAt } : {}) });
  return { ...programOf(server.url, token.secret), id: token.id, secret: token.secret };
}

const say = (body: string) => ({ conversationId: world.open.id, clientId: crypto.randomUUID(), body });

describe('a token', () => {
  test('is its user, over REST and the socket, and is told once', async () => {
    const { call, connect, id, secret } = await programWith(['read', 'send']);
    expect(await call('user:me', {})).toMatchObject({ id: world.ben.id });
    const socket = await connect();
    const sent = await call('message:send', say('from a program'));
    expect(
      await socket.hear('changes', ({ items }) => items.some((item) => item.id === sent.id)),
    ).toMatchObject({
      items: [{ authorId: world.ben.id }],
    });
    expect(await socket.call('message:send', say('over the socket'))).toMatchObject({
      authorId: world.ben.id,
    });
    const listed = await world.ben.rest('GET', '/tokens');
    expect(listed.text).toContain(id);
    expect(listed.text).not.toContain(secret);
    expect((await world.ben.call('token:list', {})).items.find((item) => item.id === id)).toMatchObject({
      scopes: ['read', 'send'],
      lastUsedAt: expect.any(String),
      lastAddress: expect.stringMatching(/^(?:::1|127\.0\.0\.1)$/),
    });
    socket.close();
  });

  test('needs no Origin, and decides over a cookie', async () => {
    const { rest } = await programWith(['read', 'send']);
    const headers = { ...world.ada.headers, Origin: 'https://elsewhere.example' };
    expect((await rest('GET', '/users/me', undefined, headers)).body).toMatchObject({ id: world.ben.id });
    const { conversationId, ...message } = say('from elsewhere');
    const sent = await rest('POST', `/conversations/${conversationId}/messages`, message, headers);
    expect(sent).toMatchObject({ status: 201, body: { authorId: world.ben.id } });
    const foreign = await ask(server.url, 'PATCH', '/api/v1/users/me', { body: { name: 'X' }, headers });
    expect(refusalOf(foreign).code).toBe('forbidden');
  });

  test('that does not work is refused as RFC 6750 says, whoever’s cookie comes with it', async () => {
    const { secret } = await programWith(['read']);
    const session = world.ben.headers.Cookie.split('=')[1];
    for (const wrong of ['', 'x', `${secret}x`, secret.toLowerCase(), session]) {
      const headers = { ...world.ben.headers, Authorization: `Bearer ${wrong}` };
      const answer = await ask(server.url, 'GET', '/api/v1/users/me', { headers });
      expect(refusalOf(answer).code, wrong).toBe('unauthenticated');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="Parley", error="invalid_token"');
    }
    const nobody = await ask(server.url, 'GET', '/api/v1/users/me');
    expect(nobody.headers.get('www-authenticate')).toBe('Bearer realm="Parley"');
    const asCookie = { Cookie: `next-auth.session-token=${secret}` };
    expect((await ask(server.url, 'GET', '/api/v1/users/me', { headers: asCookie })).status).toBe(401);
    for (const token of ['x', `${secret}x`]) {
      const refused = connectSocket(server.url, world.ben.headers, { auth: { token } });
      await expect(refused).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    // What a proxy before us asks for is not ours.
    const basic = { ...world.ben.headers, Authorization: 'Basic YTpi' };
    expect((await ask(server.url, 'GET', '/api/v1/users/me', { headers: basic })).status).toBe(200);
  });

  test('is dead and its sockets are closed the moment it is revoked', async () => {
    const { call, connect, id } = await programWith(['read']);
    const others = await programWith(['read']);
    const [socket, other] = [await connect(), await others.connect()];
    await world.ben.call('token:revoke', { id });
    expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out' });
    await socket.closed;
    await expect(call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(connect()).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await other.call('user:me', {})).toMatchObject({ id: world.ben.id });
    other.close();
  });

  test('ends in time, on an open socket too', async () => {
    const { call, connect } = await programWith(['read'], {
      expiresAt: new Date(Date.now() + 1_500).toISOString(),
    });
    const socket = await connect();
    expect(await socket.hear('session:ended')).toEqual({ reason: 'expired' });
    await socket.closed;
    await expect(call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('lives on an open socket as long as its row and its user’s right to come in', async () => {
    const { call, connect } = await programWith(['read'], { of: world.cy });
    const [socket, session] = [await connect(), await world.ben.connect()];
    await reviewSessions(server.io);
    expect(await socket.call('user:me', {})).toMatchObject({ id: world.cy.id });
    const sql = new pg.Client({ connectionString: server.databaseUrl });
    await sql.connect();
    await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [world.cy.id]);
    await expect(call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await reviewSessions(server.io);
    await socket.closed;
    await sql.query('UPDATE "user" SET suspended_at = NULL WHERE id = $1', [world.cy.id]);
    await sql.end();
    expect(await call('user:me', {})).toMatchObject({ id: world.cy.id });
    expect(await session.call('user:me', {})).toMatchObject({ id: world.ben.id });
    session.close();
  });
});

describe('a scope', () => {
  const names = (Object.keys(operations) as (keyof typeof operations)[]).filter(
    (name): name is DomainOperationName => operations[name].method !== null,
  );
  /** Ada, the owner, may do everything that is refused here. */
  test.each(scope.options)(
    '%s lets through what is its own, over REST and the socket, and nothing else',
    async (only) => {
      const { secret, connect } = await programWith([only], { of: world.ada });
      const { connect: connectBoth } = await programWith([only, 'read'], { of: world.ada });
      if (only !== 'read') await expect(connect()).rejects.toMatchObject({ code: 'forbidden' });
      const socket = await connectBoth();
      const headers = { Authorization: `Bearer ${secret}` };
      for (const name of names) {
        const [access] = operationNotes[name];
        const isAllowed = access === only || access === 'anyone';
        // Nothing of this exists, so nothing comes of it.
        const input = {
          ...Object.fromEntries(pathFields(name).map((field) => [field, NOBODY])),
          surprise: '1',
        };
        const { method, path, body } = { body: undefined, ...requestOf(name, input) };
        const answer = await ask(server.url, method, path, { headers, body });
        const refused = refusalOf(answer);
        expect(refused.code, name).toBe(isAllowed ? 'invalid' : 'forbidden');
        if (!isAllowed) {
          const needed = access === 'session' ? '' : `, scope="${access}"`;
          const told = `Bearer realm="Parley", error="insufficient_scope"${needed}`;
          expect(answer.headers.get('www-authenticate')).toBe(told);
        }
        const asked = await socket.ask(name, input);
        const isAllowedThere = isAllowed || access === 'read';
        expect(asked, name).toMatchObject({ error: { code: isAllowedThere ? 'invalid' : 'forbidden' } });
      }
      socket.close();
    },
  );

  function pathFields(name: DomainOperationName): string[] {
    return [...operations[name].path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field ?? '');
  }

  test('of a program gives no more than its user may do', async () => {
    const { call } = await programWith(['read', 'write', 'send', 'admin']);
    await expect(call('workspace:update', { name: 'Ours' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call('conversation:get', { conversationId: world.spareSecret.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a bot', () => {
  const make = (name: string, role: 'member' | 'guest' = 'member') =>
    world.ada.call('bot:create', { name, role, scopes: ['read', 'send', 'write'] });

  test('is a user of its own, told to everybody, in no conversation until it is added', async () => {
    const ben = await world.ben.connect();
    const bot = await make('Builds');
    expect(bot).toMatchObject({
      user: { kind: 'bot', handle: 'builds', role: 'member' },
      ownerId: world.ada.id,
    });
    expect(await ben.hear('user', ({ id }) => id === bot.user.id)).toMatchObject({
      kind: 'bot',
      name: 'Builds',
    });
    const program = programOf(server.url, bot.token.secret);
    expect(await program.call('user:me', {})).toMatchObject({ id: bot.user.id, email: null, kind: 'bot' });
    expect((await program.call('sync', {})).conversations).toEqual([]);
    const socket = await program.connect();
    await world.ben.call('member:add', { conversationId: world.open.id, userId: bot.user.id });
    await socket.hear('conversation', ({ id }) => id === world.open.id);
    await program.call('message:send', say('built'));
    const heard = await ben.hear('changes', ({ items }) => items.some(({ body }) => body === 'built'));
    expect(heard.items[0]).toMatchObject({ authorId: bot.user.id });
    ben.close();
    socket.close();
  });

  test('gets another token, and the one before is dead', async () => {
    const bot = await make('Rotating');
    const before = programOf(server.url, bot.token.secret);
    const socket = await before.connect();
    const { secret } = await world.ada.call('bot:rotate', { id: bot.user.id, scopes: ['read'] });
    await socket.closed;
    await expect(before.call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await programOf(server.url, secret).call('user:me', {})).toMatchObject({ name: 'Rotating' });
    const { items } = await world.ada.call('bot:list', { q: 'rotat' });
    expect(items).toMatchObject([{ user: { name: 'Rotating' }, token: { scopes: ['read'] } }]);
  });

  test('is never above those who look after bots, nor makes a token somebody so for good', async () => {
    const { ada, ben } = world;
    const bot = await make('Ladder');
    await expect(ada.call('user:set-role', { id: bot.user.id, role: 'owner' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const sql = new pg.Client({ connectionString: server.databaseUrl });
    await sql.connect();
    await sql.query(`UPDATE "user" SET role = 'owner' WHERE id = $1`, [bot.user.id]);
    await sql.end();
    await ada.call('user:set-role', { id: ben.id, role: 'admin' });
    const rotated = ben.call('bot:rotate', { id: bot.user.id, scopes: ['admin'] });
    await expect(rotated).rejects.toMatchObject({ code: 'forbidden' });
    await ada.call('user:set-role', { id: ben.id, role: 'member' });

    const program = await programWith(['admin'], { of: ada });
    for (const role of ['admin', 'owner'] as const)
      await expect(program.call('user:set-role', { id: ben.id, role })).rejects.toMatchObject({
        code: 'forbidden',
      });
    await expect(program.call('invitation:create', { role: 'admin' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await program.call('user:set-role', { id: ben.id, role: 'member' });
  });

  test('is not signed in to with a password, and has no tokens of its own making', async () => {
    const bot = await make('Lone');
    const program = programOf(server.url, bot.token.secret);
    const more = program.call('token:create', { name: 'More', scopes: ['admin'] });
    await expect(more).rejects.toMatchObject({ code: 'forbidden' });
    await expect(world.ben.call('bot:rotate', { id: bot.user.id, scopes: ['read'] })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('that is made and given a token is written down, without the secret', async () => {
    const bot = await make('Audited');
    const sql = new pg.Client({ connectionString: server.databaseUrl });
    await sql.connect();
    const { rows } = await sql.query<{ action: string; target_name: string; all: string }>(
      `SELECT action, target_name, row_to_json(a)::text AS all FROM audit_entry a WHERE target_name = 'Audited' ORDER BY id`,
    );
    const kept = await sql.query('SELECT token::text FROM token');
    await sql.end();
    expect(rows.map(({ action }) => action)).toEqual(['bot.created', 'token.created']);
    expect(JSON.stringify([rows, kept.rows])).not.toContain(bot.token.secret.slice(0, 20));
  });
});

test('one program that floods keeps neither its user out nor their other programs', async () => {
  // A tenth of everything: 60 messages a minute for each token, and for each user.
  await server.close();
  server = await startTestServer({ LIMIT_FACTOR: '0.1' });
  const ada = await signUp(server.url, 'Ada');
  const { id } = await ada.call('conversation:create', { kind: 'private', name: 'flood' });
  const [flooding, other] = [
    await programWith(['read', 'send'], { of: ada }),
    await programWith(['send'], { of: ada }),
  ];
  const message = () => ({ clientId: crypto.randomUUID(), body: 'again' });
  const send = async ({ rest }: Pick<typeof other, 'rest'>) =>
    (await rest('POST', `/conversations/${id}/messages`, message())).status;
  const statuses: number[] = [];
  for (let count = 0; count < 61; count += 1) statuses.push(await send(flooding));
  expect(statuses).toEqual([...Array.from({ length: 60 }, () => 201), 429]);
  const socket = await flooding.connect();
  expect(await socket.ask('message:send', { conversationId: id, ...message() })).toMatchObject({
    error: { code: 'rate_limited' },
  });
  socket.close();
  expect(await send(other)).toBe(201);
  // However many there are, they have three times as much together; their user has their own.
  const [third, fourth] = [
    await programWith(['send'], { of: ada }),
    await programWith(['send'], { of: ada }),
  ];
  for (let count = 0; count < 59; count += 1)
    expect([await send(other), await send(third)]).toEqual([201, 201]);
  expect([await send(third), await send(fourth), await send(ada)]).toEqual([201, 429, 201]);
});
