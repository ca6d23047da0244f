import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobs } from '#domain/jobs.ts';
import { takeSecondFactors } from '#domain/machine.ts';
import { passwordFits } from '#domain/passwords.ts';
import { startSession } from '#domain/sessions.ts';
import { openTicket } from '#domain/sign-in-tickets.ts';
import { transaction } from '#platform/database.ts';
import { startJobs } from '#platform/job-runner.ts';
import { openMail } from '#platform/mail.ts';
import { jobsDone } from '#platform/test-jobs.ts';
import { type MailServer, startMailServer, tokenIn } from '#platform/test-mail.ts';
import { createAuthenticator } from './authenticator.ts';
import { roomInPeriod, totpCode } from './factors.ts';
import { ask, callHttp, refusalOf } from './http.ts';
import { PASSWORD, type Person, programOf, signIn, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { connectSocket } from './socket.ts';

// Passwords, addresses and devices with everything real: mail by SMTP, jobs, open sockets, and the limits as they are.

const next = 'eight wild geese';
let server: TestServer;
let mail: MailServer;
let sql: pg.Client;
let owner: Person;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  server = await startTestServer({ LIMIT_FACTOR: '1', TRUST_PROXY: 'loopback' });
  mail = await startMailServer();
  const log = pino({ level: 'silent' });
  const config = {
    smtpUrl: mail.url,
    mailFrom: 'parley@team.test',
    dataDir: '',
    publicUrl: null,
    port: 3000,
  };
  const quick = jobs.map((job) => ({ ...job, poll: 0.5 }));
  closing.push(
    () => server.close(),
    () => mail.close(),
    openMail(config, log),
    await startJobs({ databaseUrl: server.databaseUrl, jobs: quick, log }),
  );
  sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  closing.push(() => sql.end());
  owner = await signUp(server.url, 'Olga');
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** Somebody with an address where mail arrives. */
async function person(name: string): Promise<Person & { email: string }> {
  const signedUp = await signUp(server.url, name);
  const email = `${name.toLowerCase()}@team.test`;
  await sql.query('UPDATE "user" SET email = $2 WHERE id = $1', [signedUp.id, email]);
  return { ...signedUp, email };
}

const canSignIn = async (email: string, password: string) => {
  const { rows } = await sql.query('SELECT password_hash FROM "user" WHERE email = $1', [email]);
  return passwordFits(rows[0]?.password_hash ?? null, password);
};
const auditOf = async (id: string) => {
  const { rows } = await sql.query<{ action: string; actor_name: string }>(
    "SELECT action, actor_name FROM audit_entry WHERE target_id = $1 AND action <> 'user.created' ORDER BY id",
    [id],
  );
  return rows.map(({ action, actor_name: by }) => `${action} by ${by}`);
};
const forget = (email: string) => callHttp(server.url, 'password:forget', { email }, {});
const reset = (token: string, password = next) =>
  callHttp(server.url, 'password:reset', { token, password }, {});

describe('changing the password', () => {
  test('asks for the old one, ends the other devices and says how many', async () => {
    const ada = await person('Ada');
    const [here, there] = [await ada.connect(), await (await signIn(server.url, ada.id, 'Ada')).connect()];
    await expect(
      here.call('password:change', { oldPassword: 'not this one', password: next }),
    ).rejects.toMatchObject({ code: 'invalid' });
    const { rows } = await sql.query('SELECT password_hash FROM "user" WHERE id = $1', [ada.id]);
    const halfWay = async () => {
      const tickets = 'SELECT count(*)::int AS count FROM sign_in_ticket WHERE user_id = $1';
      return (await sql.query(tickets, [ada.id])).rows[0].count;
    };
    await transaction((query) => openTicket(query, ada.id));
    expect(await halfWay()).toBe(1);
    expect(await here.call('password:change', { oldPassword: PASSWORD, password: next })).toEqual({
      ended: 1,
    });
    expect(await there.hear('session:ended')).toEqual({ reason: 'password_changed' });
    await there.closed;
    expect(await here.call('user:me', {})).toMatchObject({ name: 'Ada' });
    expect(await canSignIn(ada.email, PASSWORD)).toBe(false);
    expect(await canSignIn(ada.email, next)).toBe(true);
    expect(await auditOf(ada.id)).toEqual(['user.password by Ada']);
    // Whoever gave the old one a moment ago is not in yet, and does not get in.
    expect(await halfWay()).toBe(0);
    await expect(startSession(ada.id, undefined, rows[0].password_hash)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect((await here.call('session:list', {})).items).toHaveLength(1);
    await mail.mailTo(ada.email, /password .* was changed/);
  });

  test('is no way to guess it: 10 tries a minute', async () => {
    const ben = await person('Ben');
    const guess = () =>
      ben.rest('PUT', '/users/me/password', { oldPassword: 'a guess of it', password: next });
    for (let count = 1; count <= 10; count += 1) expect(refusalOf(await guess()).code).toBe('invalid');
    expect(refusalOf(await guess()).code).toBe('rate_limited');
  });
});

describe('a forgotten password', () => {
  test('is replaced through a mailed link, once, and every device is signed out', async () => {
    const cy = await person('Cy');
    const socket = await cy.connect();
    expect(await forget('CY@team.test')).toEqual(await forget('nobody@team.test'));
    const token = tokenIn(await mail.mailTo(cy.email, /new password/));
    await expect(reset(token, 'Qwertyuiop')).rejects.toMatchObject({ code: 'invalid' });
    expect(await reset(token)).toEqual({ ended: 1 });
    expect(await socket.hear('session:ended')).toEqual({ reason: 'password_changed' });
    expect(await canSignIn(cy.email, next)).toBe(true);
    await expect(reset(token)).rejects.toMatchObject({ code: 'not_found', message: /has been used/ });
    const { rows } = await sql.query('SELECT email_verified_at FROM "user" WHERE id = $1', [cy.id]);
    expect(rows[0].email_verified_at).toBeInstanceOf(Date);
    expect(await auditOf(cy.id)).toEqual(['user.password by Cy']);
    await jobsDone(server.databaseUrl);
    expect(mail.received.filter(({ to }) => to === 'nobody@team.test')).toEqual([]);
  });

  test('takes with it what somebody kept who made the account with an address that was not theirs', async () => {
    const squatter = await person('Vic');
    const { secret } = await squatter.call('token:create', { name: 'Kept', scopes: ['read'] });
    await sql.query(
      `INSERT INTO passkey (id, user_id, credential_id, public_key, counter, name)
       VALUES (gen_random_uuid(), $1, 'kept', ''::bytea, 0, 'Kept')`,
      [squatter.id],
    );
    const factors = async () =>
      (await sql.query('SELECT 1 FROM passkey WHERE user_id = $1', [squatter.id])).rows.length;
    await forget(squatter.email);
    await reset(tokenIn(await mail.mailTo(squatter.email, /new password/)));
    expect(await factors()).toBe(0);
    await expect(programOf(server.url, secret).call('user:me', {})).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    // From now on the address is theirs, and so is whatever they make.
    const own = await signIn(server.url, squatter.id, 'Vic');
    await own.call('token:create', { name: 'Own', scopes: ['read'] });
    mail.received.length = 0;
    await forget(squatter.email);
    await reset(tokenIn(await mail.mailTo(squatter.email, /new password/)));
    const { items } = await (await signIn(server.url, squatter.id, 'Vic')).call('token:list', {});
    expect(items).toMatchObject([{ name: 'Own' }]);
  });

  test('counts by the newest link only, and for an hour', async () => {
    const dee = await person('Dee');
    await forget(dee.email);
    const old = tokenIn(await mail.mailTo(dee.email, /new password/));
    mail.received.length = 0;
    await jobsDone(server.databaseUrl);
    await forget(dee.email);
    const newest = tokenIn(await mail.mailTo(dee.email, /new password/));
    await expect(reset(old)).rejects.toMatchObject({ code: 'not_found' });
    const { rows } = await sql.query(
      'SELECT extract(epoch FROM expires_at - created_at)::int AS seconds FROM account_link WHERE user_id = $1',
      [dee.id],
    );
    expect(rows).toEqual([{ seconds: 3_600 }]);
    await sql.query('UPDATE account_link SET expires_at = now() WHERE user_id = $1', [dee.id]);
    await expect(reset(newest)).rejects.toMatchObject({ code: 'not_found', message: /has expired/ });
    expect(await canSignIn(dee.email, PASSWORD)).toBe(true);
  });

  test('cannot be asked for without end: for one account, nor from one address', async () => {
    const tried = (email: string, address: string) =>
      ask(server.url, 'POST', '/api/v1/password-links', {
        body: { email },
        headers: { 'X-Forwarded-For': address },
      });
    const statuses = async (tries: [string, string][]) => {
      const answers: number[] = [];
      for (const [email, address] of tries) answers.push((await tried(email, address)).status);
      return answers;
    };
    const times = (count: number, one: (n: number) => [string, string]) =>
      Array.from({ length: count }, (_, n) => one(n));
    expect(await statuses(times(6, () => ['zed@team.test', '10.0.0.1']))).toEqual([
      ...times(5, () => ['', '']).map(() => 200),
      429,
    ]);
    expect((await statuses(times(16, (n) => ['zed@team.test', `10.0.1.${n}`]))).at(-1)).toBe(429);
    expect((await statuses(times(21, (n) => [`z${n}@team.test`, '10.0.0.2']))).slice(-2)).toEqual([200, 429]);
  });

  test('is replaced through a link that an owner hands over', async () => {
    const eve = await person('Eve');
    const { path } = await owner.call('user:reset-link', { id: eve.id });
    expect(await reset(path.replace('/reset/', ''))).toEqual({ ended: 1 });
    expect(await canSignIn(eve.email, next)).toBe(true);
    expect(await auditOf(eve.id)).toEqual(['user.password_link by Olga', 'user.password by Eve']);
    const { rows } = await sql.query('SELECT email_verified_at FROM "user" WHERE id = $1', [eve.id]);
    expect(rows).toEqual([{ email_verified_at: null }]);
  });
});

describe('another address', () => {
  test('counts once it is confirmed there; the one before is told', async () => {
    const gil = await person('Gil');
    const waiting = await gil.call('email:change', { email: 'gil@new.test', password: PASSWORD });
    expect(waiting).toMatchObject({ email: gil.email, pendingEmail: { email: 'gil@new.test' }, mail: true });
    const token = tokenIn(await mail.mailTo('gil@new.test', /Confirm/));
    expect((await mail.mailTo(gil.email, /address of your account/)).text).toContain('gil@new.test');
    expect(await callHttp(server.url, 'email:confirm', { token }, {})).toEqual({ email: 'gil@new.test' });
    expect(await gil.call('account:get', {})).toMatchObject({
      email: 'gil@new.test',
      emailVerifiedAt: expect.any(String),
      pendingEmail: null,
    });
    expect(await auditOf(gil.id)).toEqual(['user.email by Gil']);
  });

  test('that somebody has is told to them alone; one that is taken back, or older than a new password, is void', async () => {
    const [hal, ida] = [await person('Hal'), await person('Ida')];
    expect(await hal.call('email:change', { email: ida.email, password: PASSWORD })).toMatchObject({
      pendingEmail: { email: ida.email },
    });
    expect((await mail.mailTo(ida.email, /Your address/)).text).not.toContain('/confirm/');
    const confirm = async (email: string, end: () => Promise<unknown>) => {
      await hal.call('email:change', { email, password: PASSWORD });
      const token = tokenIn(await mail.mailTo(email, /Confirm/));
      await end();
      await expect(callHttp(server.url, 'email:confirm', { token }, {})).rejects.toMatchObject({
        code: 'not_found',
      });
    };
    await confirm('hal@first.test', () => hal.call('email:cancel', {}));
    await confirm('hal@second.test', () =>
      hal.call('password:change', { oldPassword: PASSWORD, password: next }),
    );
  });

  test('is given by an owner at once, and not taken for confirmed', async () => {
    const jan = await person('Jan');
    await owner.call('user:set-email', { id: jan.id, email: 'jan@new.test' });
    expect(await jan.call('account:get', {})).toMatchObject({ email: 'jan@new.test', emailVerifiedAt: null });
    expect((await mail.mailTo(jan.email, /address of your account/)).text).toContain('is jan@new.test now');
  });
});

describe('devices', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const deviceOf = async (id: Person['id'], userAgent: string, address: string) => ({
    Cookie: `next-auth.session-token=${await startSession(id, { userAgent, address })}`,
  });

  test('are listed in words, and signed out one by one or all others at once', async () => {
    const kim = await person('Kim');
    const other = await deviceOf(kim.id, firefox, '203.0.113.7');
    const silent = await deviceOf(kim.id, '(((((('.repeat(80), '');
    const [first, second] = [await connectSocket(server.url, other), await connectSocket(server.url, silent)];
    const { items } = await kim.call('session:list', {});
    expect(items[0]).toMatchObject({ isCurrent: true, browser: '', kind: 'unknown' });
    const found = items.find(({ address }) => address === '203.0.113.7');
    expect(found).toMatchObject({
      browser: 'Firefox',
      system: 'Windows',
      kind: 'computer',
      isCurrent: false,
    });
    await expect(owner.call('session:end', { id: found?.id ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await kim.call('session:end', { id: found?.id ?? '' });
    expect(await first.hear('session:ended')).toEqual({ reason: 'signed_out_elsewhere' });
    await first.closed;
    expect(second.all('session:ended')).toEqual([]);
    expect(await kim.call('session:end-others', {})).toEqual({ ended: 1 });
    await second.closed;
    expect((await kim.call('session:list', {})).items).toHaveLength(1);
  });

  test('are 100 at most: the one that was used longest ago gives way', async () => {
    const lea = await person('Lea');
    await sql.query(
      `INSERT INTO session (id, user_id, token_hash, expires_at, last_seen_at)
       SELECT gen_random_uuid(), $1, sha256(n::text::bytea), now() + interval '1 day', now() - n * interval '1 minute'
       FROM generate_series(1, 99) n`,
      [lea.id],
    );
    await signIn(server.url, lea.id, 'Lea');
    const { rows } = await sql.query(
      `SELECT count(*)::int AS count, bool_or(token_hash = sha256('99'::bytea)) AS oldest FROM session WHERE user_id = $1`,
      [lea.id],
    );
    expect(rows).toEqual([{ count: 100, oldest: false }]);
  });
});

describe('a second factor that is lost where one is required', () => {
  const required = (is: boolean) => sql.query('UPDATE workspace SET require_second_factor = $1', [is]);

  /** Sets an authenticator app up; gives a code that counts. */
  async function setUp(person: Person): Promise<string> {
    const { secret } = await person.call('totp:start', {});
    await roomInPeriod();
    await person.call('totp:confirm', { password: PASSWORD, code: totpCode(secret, -1) });
    return totpCode(secret);
  }

  test('leaves no socket open, whoever took it away', async () => {
    await setUp(owner);
    const mia = await person('Mia');
    const device = createAuthenticator(server.url);
    const isLedToSetUp = async (loses: () => Promise<unknown>) => {
      const socket = await mia.connect();
      await loses();
      await socket.closed;
      await expect(mia.connect()).rejects.toMatchObject({ code: 'forbidden' });
    };
    await required(true);
    try {
      const code = await setUp(mia);
      await isLedToSetUp(() => mia.call('totp:remove', { password: PASSWORD, code }));

      const response = device.create(await mia.call('passkey:start', { password: PASSWORD }));
      const { passkey } = await mia.call('passkey:add', { name: 'key', response });
      const own = { passkeyId: passkey.id, password: PASSWORD };
      await isLedToSetUp(() => mia.call('passkey:remove', own));

      await setUp(mia);
      await isLedToSetUp(() => owner.call('user:reset-second-factor', { id: mia.id }));

      await setUp(mia);
      await isLedToSetUp(() => takeSecondFactors(mia.email));
    } finally {
      await required(false);
    }
    await setUp(mia);
    const socket = await mia.connect();
    await takeSecondFactors(mia.email);
    await jobsDone(server.databaseUrl);
    await mia.call('user:update', { title: 'Not asked for any' });
    await socket.hear('user', ({ title }) => title !== '');
    socket.close();
  }, 60_000);
});
