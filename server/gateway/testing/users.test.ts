import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, callHttp, outcomeOf } from './http.ts';
import { PASSWORD, signIn, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const create = (name: string, email: string) =>
  ask(server.url, 'POST', '/api/v1/users', { body: { name, email, password: PASSWORD } });

test('of many first people at once, one becomes the owner, and all are in general', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => create(`P${index}`, `p${index}@example.test`)),
  );
  const people = answers.map((answer) => {
    expect(answer.status).toBe(201);
    const outcome = outcomeOf('user:create', answer);
    return outcome.ok ? outcome.data : null;
  });
  expect(people.filter((person) => person && JSON.stringify(person).includes('"role":"owner"'))).toHaveLength(
    1,
  );
  const ada = await signUp(server.url, 'Ada');
  const { conversations, users } = await ada.call('sync', {});
  expect(conversations).toMatchObject([{ name: 'general', kind: 'public', memberCount: 9, unread: 0 }]);
  expect(users).toMatchObject([{ name: 'Ada' }]);
});

test('of many with one address at once, one gets the account', async () => {
  await signUp(server.url, 'Ada');
  const answers = await Promise.all(Array.from({ length: 6 }, () => create('Ben', 'Ben@Example.test')));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  for (const answer of answers.filter(({ status }) => status === 409))
    expect(outcomeOf('user:create', answer)).toMatchObject({
      ok: false,
      error: { errors: [{ path: 'email' }] },
    });
});

test('closed sign-up is closed to everyone but the very first', async () => {
  expect((await ask(server.url, 'GET', '/api/v1/workspace')).body).toEqual({
    name: 'Parley',
    openSignUp: true,
    retentionDays: null,
    pictureId: null,
    empty: true,
  });
  const ada = await signUp(server.url, 'Ada');
  await ada.call('workspace:update', { openSignUp: false });
  expect((await ask(server.url, 'GET', '/api/v1/workspace')).body).toMatchObject({
    openSignUp: false,
    retentionDays: null,
    empty: false,
  });
  await expect(signUp(server.url, 'Ben')).rejects.toMatchObject({ code: 'forbidden' });
  await ada.call('workspace:update', { openSignUp: true });
  await expect(signUp(server.url, 'Ben')).resolves.toMatchObject({ name: 'Ben' });
});

test('an address is seen by its person alone', async () => {
  const [ada, ben] = [await signUp(server.url, 'Ada'), await signUp(server.url, 'Ben')];
  for (const path of [`/users/${ada.id}`, '/users', '/sync', '/conversations']) {
    const { text } = await ben.rest('GET', path);
    expect(text).toContain('"id"');
    expect(text).not.toContain('ada@example.test');
    expect(text).not.toMatch(/password|argon2|(?<!create)token/i);
  }
  expect(await ada.call('user:me', {})).toMatchObject({ email: 'ada@example.test', role: 'owner' });
});

test('people are listed by name, paged, and found by a part of it', async () => {
  const ada = await signUp(server.url, 'Ada');
  for (const name of ['ben', 'Cy', 'Ärwin', 'dee'])
    await callHttp(
      server.url,
      'user:create',
      { name, email: `${name.charCodeAt(0)}@example.test`, password: PASSWORD },
      {},
    );
  const whole = await ada.call('user:list', {});
  expect(new Set(whole.items.map(({ name }) => name))).toEqual(new Set(['Ada', 'ben', 'Cy', 'Ärwin', 'dee']));
  const paged: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await ada.call('user:list', { limit: 2, ...(cursor ? { cursor } : {}) });
    paged.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(whole.items.map(({ id }) => id));
  expect((await ada.call('user:list', { q: 'E' })).items.map(({ name }) => name)).toEqual(['ben', 'dee']);
});

describe('a handle', () => {
  const handleOf = async (name: string, handle?: string) => {
    const email = `${crypto.randomUUID()}@example.test`;
    const more = handle === undefined ? {} : { handle };
    return (await callHttp(server.url, 'user:create', { name, email, password: PASSWORD, ...more }, {}))
      .handle;
  };

  test('follows the name that it came from, and stays when it was chosen', async () => {
    await signUp(server.url, 'Countess');
    const bo = await signUp(server.url, 'Bo');
    expect(await bo.call('user:update', { name: 'Countess' })).toMatchObject({ handle: 'countess2' });
    expect(await bo.call('user:update', { name: 'COUNTESS!' })).toMatchObject({ handle: 'countess2' });
    expect(await bo.call('user:update', { name: 'Duchess' })).toMatchObject({ handle: 'duchess' });
    expect(await bo.call('user:update', { handle: 'bo7' })).toMatchObject({ handle: 'bo7' });
    expect(await bo.call('user:update', { name: 'Baroness' })).toMatchObject({ handle: 'bo7' });
  });

  test('comes from the name, and differs where names do not', async () => {
    expect(await handleOf('Ada Lovelace')).toBe('ada.lovelace');
    expect(await handleOf('Ada Lovelace')).toBe('ada.lovelace2');
    expect(await handleOf('\u0410da Lovelace')).toBe('\u0430da.lovelace3');
    expect(await handleOf('王小雨')).toBe('王小雨');
    expect(await handleOf('👑')).toBe('user');
    expect(await handleOf('Everyone')).toBe('everyone2');
    expect(await handleOf('x'.repeat(80))).toBe('x'.repeat(32));
    expect(await handleOf('x'.repeat(80))).toBe(`${'x'.repeat(31)}2`);
  });

  test('is given to one each, however many of one name sign up at once', async () => {
    const handles = await Promise.all(Array.from({ length: 8 }, () => handleOf('Maria Silva')));
    const numbered = [2, 3, 4, 5, 6, 7, 8].map((number) => `maria.silva${number}`);
    expect(handles.sort()).toEqual(['maria.silva', ...numbered]);
  });

  test('after the hundredth of one name is left to chance', async () => {
    const client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    await handleOf('Ada');
    await client.query(
      `INSERT INTO "user" (id, name, handle, handle_skeleton, email, password_hash, role)
       SELECT gen_random_uuid(), 'Ada', 'ada' || n, 'ada' || translate(n::text, '01', 'ol'), 'n' || n || '@example.test', '-', 'member'
       FROM generate_series(2, 100) AS n`,
    );
    await client.end();
    expect(await handleOf('Ada')).toMatch(/^ada-[0-9a-f]{12}$/);
  });

  test('is refused when it is taken, looks like one that is, or is reserved', async () => {
    const ada = await signUp(server.url, 'Ada');
    const ben = await signUp(server.url, 'Ben');
    for (const handle of ['ada', '@ADA', '\u0430da', 'here', 'p\u0430rley', 'ＡＬＬ']) {
      const refused = { code: 'conflict', refusal: { errors: [{ path: 'handle' }] } };
      await expect(handleOf('Cy', handle)).rejects.toMatchObject(refused);
      await expect(ben.call('user:update', { handle })).rejects.toMatchObject(refused);
    }
    expect(await ada.call('user:update', { handle: 'ada' })).toMatchObject({ handle: 'ada' });
    expect(await handleOf('Cy', ' @Cy_2 ')).toBe('cy_2');
  });

  test('goes to one of many who want it at once, and the one that was given up is free', async () => {
    const wanted = { Ada: 'star', Ben: 'st\u0430r', Cy: 'STAR', Dee: '\uff53tar' };
    const outcomes = await Promise.all(
      Object.entries(wanted).map(async ([name, handle]) => {
        const person = await signUp(server.url, name);
        return person.call('user:update', { handle }).then(
          () => name,
          () => null,
        );
      }),
    );
    const [winner, ...others] = outcomes.filter((name) => name !== null);
    expect(others).toEqual([]);
    expect(await handleOf(winner ?? '')).toBe(winner?.toLowerCase());
  });

  test('is changed without the name, and the name without it; everyone is told', async () => {
    const ada = await signUp(server.url, 'Ada');
    const ben = await (await signUp(server.url, 'Ben')).connect();
    expect(await ada.call('user:update', { handle: 'countess' })).toMatchObject({
      name: 'Ada',
      handle: 'countess',
    });
    expect(await ben.hear('user', ({ id }) => id === ada.id)).toMatchObject({ handle: 'countess' });
    expect(await ada.call('user:update', { name: 'Ada King' })).toMatchObject({
      name: 'Ada King',
      handle: 'countess',
    });
    await expect(ada.call('user:update', {})).rejects.toMatchObject({ code: 'invalid' });
    ben.close();
  });

  test('finds its user among all, and among the members of a channel', async () => {
    const ada = await signUp(server.url, 'Ada');
    await handleOf('Maria Silva', 'ms');
    await handleOf('Maria Silva', 'fixit');
    const found = async (q: string) =>
      (await ada.call('user:list', { q })).items.map(({ handle }) => handle).sort();
    expect(await found('maria')).toEqual(['fixit', 'ms']);
    expect(await found('FIX')).toEqual(['fixit']);
    expect(await found('@m')).toEqual(['ms']);
    const [general] = (await ada.call('sync', {})).conversations;
    if (!general) throw new Error('There is no general channel');
    const { items } = await ada.call('member:list', { conversationId: general.id, q: '@fix' });
    expect(items.map(({ user }) => user.handle)).toEqual(['fixit']);
  });
});

test('a name is one’s own to change, the same on every device', async () => {
  const ada = await signUp(server.url, 'Ada');
  const phone = await signIn(server.url, ada.id, 'Ada');
  await ada.call('user:update', { name: '  Ada King 👑 ' });
  expect(await phone.call('user:me', {})).toMatchObject({ name: 'Ada King 👑' });
});
