import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { roomInPeriod, totpCode } from '#gateway/testing/factors.ts';
import { ask, callHttp } from '#gateway/testing/http.ts';
import {
  createOpenIdProvider,
  type OpenIdProvider,
  type ProviderAccount,
} from '#gateway/testing/openid-provider.ts';
import { PASSWORD, type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { database } from '#platform/database.ts';
import { freePort } from '#platform/free-port.ts';

// Against a real provider on this machine; a browser is what follows redirects and keeps cookies.

let provider: OpenIdProvider;
let server: TestServer;
let ada: Person;

beforeAll(async () => {
  const parley = `http://localhost:${await freePort()}`;
  provider = await createOpenIdProvider(parley);
  const port = new URL(parley).port;
  server = await startTestServer({ PORT: port, PUBLIC_URL: parley, ...provider.env });
  ada = await signUp(server.url, 'Ada');
});
afterAll(async () => {
  await server.close();
  await provider.close();
});
beforeEach(() =>
  database().pool.query(
    "UPDATE workspace SET open_sign_up = true, sign_up_domains = '{}', require_second_factor = false",
  ),
);
afterEach(() => provider.signsIn(null));

/** What a browser keeps of cookies, for each origin. */
class Browser {
  readonly jars = new Map<string, Map<string, string>>();

  async get(address: string): Promise<Response> {
    const { origin } = new URL(address);
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    const Cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(address, { redirect: 'manual', headers: Cookie ? { Cookie } : {} });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      if (/; max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** Follows redirects until a page of ours would be drawn; gives its address. */
  async go(path: string): Promise<URL> {
    let address = new URL(path, server.url);
    for (let hops = 0; hops < 12; hops += 1) {
      if (address.origin === server.url && !address.pathname.startsWith('/sign-in/oidc')) return address;
      const answer = await this.get(address.href);
      const next = answer.headers.get('location');
      if (!next) throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`);
      address = new URL(next, address);
    }
    throw new Error('There is no end of redirects');
  }

  get headers() {
    return { Cookie: [...(this.jars.get(server.url) ?? [])].map((pair) => pair.join('=')).join('; ') };
  }

  me() {
    return callHttp(server.url, 'user:me', {}, this.headers);
  }
}

const account = (subject: string, more: Partial<ProviderAccount> = {}): ProviderAccount => ({
  subject,
  email: `${subject}@example.test`,
  isVerified: true,
  ...more,
});

async function comes(as: ProviderAccount | null, browser = new Browser(), path = '/sign-in/oidc') {
  provider.signsIn(as);
  return { browser, page: await browser.go(path) };
}

test('a provider that is away stops nothing, and is asked again by the next who comes', async () => {
  expect((await comes(account('early'))).page.search).toBe('?refused=away');
  expect((await ask(server.url, 'GET', '/api/v1/workspace')).status).toBe(200);
  await provider.start();
  expect(await (await comes(account('early'))).browser.me()).toMatchObject({ name: 'early' });
});

test('a newcomer gets an account, and is known by their subject from then on', async () => {
  const grace = account('grace', { name: 'Grace Hopper' });
  const { browser, page } = await comes(grace, undefined, '/sign-in/oidc?next=%2Fc%2Fx%3Fmessage%3D2');
  expect(page.pathname + page.search).toBe('/c/x?message=2');
  const me = await browser.me();
  expect(me).toMatchObject({ name: 'Grace Hopper', email: 'grace@example.test', role: 'member' });
  const general = await callHttp(server.url, 'conversation:list', { q: 'general' }, browser.headers);
  expect(general.items).toHaveLength(1);
  // The address is another one there now, and not even a verified one.
  const again = await comes({ ...grace, email: 'hopper@example.test', isVerified: false });
  expect(await again.browser.me()).toMatchObject({ id: me.id, email: 'grace@example.test' });
  expect(again.browser.jars.get(server.url)?.has('parley-sign-on')).toBe(false);
});

test('nobody is led to another site afterwards', async () => {
  const elsewhere = ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'];
  for (const next of [...elsewhere, '/.//evil.example/x', '/..//evil.example', '/%2e//evil.example']) {
    const { page } = await comes(
      account('grace'),
      undefined,
      `/sign-in/oidc?next=${encodeURIComponent(next)}`,
    );
    expect([page.origin, page.pathname], next).toEqual([server.url, expect.not.stringMatching(/^\/\//)]);
  }
});

test('an address that the provider has not verified joins nobody and makes no account', async () => {
  for (const subject of ['ada', 'nobody']) {
    const { browser, page } = await comes(account(subject, { isVerified: false }));
    expect(page.search).toBe('?refused=unverified');
    await expect(browser.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  }
});

test('a verified address joins the account that has it, and ends what its squatter set up', async () => {
  const ben = await signUp(server.url, 'Ben');
  const passkey = await ben.call('totp:start', {});
  await roomInPeriod();
  await ben.call('totp:confirm', { password: PASSWORD, code: totpCode(passkey.secret) });
  const sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  await sql.query(
    `INSERT INTO account_link (id, user_id, kind, token_hash, email, expires_at)
     VALUES (gen_random_uuid(), $1, 'email', sha256('theirs'), 'm@evil.example', now() + interval '1 day')`,
    [ben.id],
  );
  const socket = await ben.connect();
  const { browser } = await comes(account('of-ben', { email: 'BEN@example.test' }));
  expect(await browser.me()).toMatchObject({ id: ben.id });
  expect(await socket.hear('session:ended')).toEqual({ reason: 'signed_out_elsewhere' });
  await expect(ben.call('user:me', {})).rejects.toMatchObject({ code: 'unauthenticated' });
  // A change of address that waits for its link is one of these things.
  expect((await sql.query('SELECT 1 FROM account_link WHERE user_id = $1', [ben.id])).rows).toEqual([]);
  await sql.end();
  const own = await callHttp(server.url, 'security:get', {}, browser.headers);
  expect(own).toMatchObject({ hasPassword: false, totpSince: null, recoveryCodesLeft: 0 });
  expect(own.signOn).toEqual({ name: 'Office ID', linkedAt: expect.any(String) });
  await expect(
    callHttp(server.url, 'sign-on:unlink', { password: '' }, browser.headers),
  ).rejects.toMatchObject({ code: 'conflict' });
  // Another account of the provider's with the same address does not push its way in.
  const other = await comes(account('another', { email: 'ben@example.test' }));
  expect(other.page.search).toBe('?refused=other_account');
});

test('whoever joins their own account from within, or has shown that the address is theirs, keeps it all', async () => {
  const cy = await signUp(server.url, 'Cy');
  const browser = new Browser();
  const token = cy.headers.Cookie.split('=')[1] ?? '';
  browser.jars.set(server.url, new Map([['next-auth.session-token', token]]));
  await comes(account('cy'), browser, '/sign-in/oidc?next=%2Fsettings%2Fsecurity');
  expect(await callHttp(server.url, 'security:get', {}, browser.headers)).toMatchObject({
    hasPassword: true,
    signOn: { linkedAt: expect.any(String) },
  });
  await callHttp(server.url, 'sign-on:unlink', { password: PASSWORD }, browser.headers);

  const dee = await signUp(server.url, 'Dee');
  await database().pool.query('UPDATE "user" SET email_verified_at = now() WHERE id = $1', [dee.id]);
  await comes(account('dee'));
  expect(await dee.call('security:get', {})).toMatchObject({ hasPassword: true });
});

test('accounts are made where one may sign up, and nowhere else', async () => {
  await ada.call('workspace:update', { signUpDomains: ['office.example'] });
  expect((await comes(account('eve'))).page.search).toBe('?refused=domain');
  const inside = await comes(account('eve', { email: 'eve@office.example' }));
  expect(await inside.browser.me()).toMatchObject({ email: 'eve@office.example', name: 'eve' });
  await ada.call('workspace:update', { openSignUp: false });
  expect((await comes(account('fay', { email: 'fay@office.example' }))).page.search).toBe('?refused=closed');
  // Whoever is in comes in.
  expect((await comes(account('eve'))).page.pathname).toBe('/');
});

test('a suspended person, one who says no, and one who comes back with another’s state stay outside', async () => {
  const { browser } = await comes(account('gus'));
  const { id } = await browser.me();
  await database().pool.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [id]);
  expect((await comes(account('gus'))).page.search).toBe('?refused=suspended');
  expect((await comes(null)).page.search).toBe('?refused=denied');

  const [mallory, victim] = [new Browser(), new Browser()];
  provider.signsIn(account('mallory'));
  let address = new URL('/sign-in/oidc', server.url);
  while (address.pathname !== '/sign-in/oidc/callback') {
    const answer = await mallory.get(address.href);
    address = new URL(answer.headers.get('location') ?? '', address);
  }
  expect((await victim.go(address.pathname + address.search)).search).toBe('?refused=expired');
  await victim.get(`${server.url}/sign-in/oidc`);
  expect((await victim.go(address.pathname + address.search)).search).toBe('?refused=away');
  await expect(victim.me()).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('a second factor of one’s own is the provider’s business, unless the workspace requires one', async () => {
  const { browser } = await comes(account('hal'));
  const { secret } = await callHttp(server.url, 'totp:start', {}, browser.headers);
  await roomInPeriod();
  await callHttp(server.url, 'totp:confirm', { password: '', code: totpCode(secret, -1) }, browser.headers);
  expect(await (await comes(account('hal'))).browser.me()).toMatchObject({ name: 'hal' });
  await database().pool.query('UPDATE workspace SET require_second_factor = true');
  const { browser: asked, page } = await comes(account('hal'), undefined, '/sign-in/oidc?next=%2Fthreads');
  expect(page.pathname + page.search).toBe('/sign-in?next=%2Fthreads');
  expect(new URLSearchParams(page.hash.slice(1)).get('ways')).toBe('totp recovery');
  await expect(asked.me()).rejects.toMatchObject({ code: 'unauthenticated' });
  // Who has none comes in as far as setting one up.
  const { browser: newcomer } = await comes(account('ida'));
  await expect(callHttp(server.url, 'sync', {}, newcomer.headers)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(callHttp(server.url, 'totp:start', {}, newcomer.headers)).resolves.toBeTruthy();
});

test('without a password a browser that was left open changes nothing: one has just signed in', async () => {
  const { browser } = await comes(account('jan'));
  const { id } = await browser.me();
  await database().pool.query(`UPDATE "user" SET role = 'owner' WHERE id = $1`, [id]);
  const headers = browser.headers;
  const { secret } = await callHttp(server.url, 'totp:start', {}, headers);
  await roomInPeriod();
  const proof = { password: '', code: totpCode(secret, -1) };
  const all = { scope: 'workspace' } as const;
  const began = (minutes: number) =>
    database().pool.query(
      'UPDATE session SET created_at = now() - make_interval(mins => $2) WHERE user_id = $1',
      [id, minutes],
    );
  await began(11);
  const tries = [
    () => callHttp(server.url, 'totp:confirm', proof, headers),
    () => callHttp(server.url, 'passkey:start', { password: '' }, headers),
    () => callHttp(server.url, 'sign-on:unlink', { password: '' }, headers),
    () => callHttp(server.url, 'export:create', all, headers),
  ];
  for (const refused of tries)
    await expect(refused()).rejects.toMatchObject({
      ...{ code: 'forbidden', message: expect.stringContaining('Sign out and sign in again first') },
    });
  expect(await browser.me(), 'they are signed in still').toMatchObject({ id });
  await began(9);
  await callHttp(server.url, 'totp:confirm', proof, headers);
  await callHttp(server.url, 'export:create', all, headers);
  await began(11);
  const code = totpCode(secret);
  await expect(callHttp(server.url, 'totp:remove', { password: '', code }, headers)).rejects.toMatchObject({
    code: 'forbidden',
  });
});
