import { afterEach, beforeEach, expect, test } from 'vitest';
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
    empty: true,
  });
  const ada = await signUp(server.url, 'Ada');
  await ada.call('workspace:update', { openSignUp: false });
  expect((await ask(server.url, 'GET', '/api/v1/workspace')).body).toMatchObject({
    openSignUp: false,
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
    expect(text).not.toMatch(/password|argon2|token/i);
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

test('a name is one’s own to change, the same on every device', async () => {
  const ada = await signUp(server.url, 'Ada');
  const phone = await signIn(server.url, ada.id, 'Ada');
  await ada.call('user:update', { name: '  Ada King 👑 ' });
  expect(await phone.call('user:me', {})).toMatchObject({ name: 'Ada King 👑' });
});
