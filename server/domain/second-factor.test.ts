import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { PasskeyAnswer } from '#contract/passkeys.ts';
import type { SecondStep } from '#contract/second-factor.ts';
import { createAuthenticator } from '#gateway/testing/authenticator.ts';
import { roomInPeriod, totpCode } from '#gateway/testing/factors.ts';
import { openRateLimits } from '#platform/rate-limit.ts';
import type { Actor } from './actor.ts';
import { findSession } from './actors.ts';
import { addPasskey, removePasskey, startPasskey } from './passkeys.ts';
import { hashPassword } from './passwords.ts';
import { getSecurity, requireSetUp, resetSecondFactor } from './second-factor.ts';
import { startSession } from './sessions.ts';
import { challengePasskey, signInByCode, signInByPasskey, signInByPassword } from './sign-in.ts';
import { storePeople } from './test-people.ts';
import { openTestStore, type TestStore } from './test-store.ts';
import { confirmTotp, removeTotp, renewOwnRecoveryCodes, startTotp } from './totp.ts';

const password = 'correct horse battery';
const origin = 'http://localhost:3000';
let store: TestStore;
let passwordHash: string;

beforeEach(() => roomInPeriod());
beforeAll(async () => {
  store = await openTestStore(4);
  openRateLimits(1_000_000);
  passwordHash = await hashPassword(password);
});

const emailOf = ({ userId }: Actor) => `${userId}@example.test`;

/** Somebody with a password, at a browser. */
async function someone(): Promise<Actor> {
  const [person] = await storePeople(store.sql, 1);
  if (!person) throw new Error('Nobody was stored');
  await store.sql.query('UPDATE "user" SET password_hash = $2 WHERE id = $1', [person.userId, passwordHash]);
  return { ...person, origin };
}

const signsIn = (person: Actor) => signInByPassword({ email: emailOf(person), password });

/** Gives the right password; the ticket to the second step. */
async function firstStep(person: Actor): Promise<SecondStep> {
  const came = await signsIn(person);
  if (!(came && 'secondStep' in came)) throw new Error('No second step was asked for');
  return came.secondStep;
}

/** Somebody with an authenticator app, confirmed by the code of half a minute ago. */
async function withApp(): Promise<{ person: Actor; secret: string; recoveryCodes: string[] }> {
  const person = await someone();
  const { secret } = await startTotp(person);
  const { recoveryCodes } = await confirmTotp(person, { password, code: totpCode(secret, -1) });
  return { person, secret, recoveryCodes };
}

async function withPasskey() {
  const person = await someone();
  const device = createAuthenticator(origin);
  const response = device.create(await startPasskey(person, { password }));
  const { passkey, recoveryCodes } = await addPasskey(person, { name: 'laptop', response });
  return { person, device, passkey, recoveryCodes };
}

const alone = (answer: PasskeyAnswer) => signInByPasskey(JSON.stringify(answer), origin, undefined);

test('an authenticator app counts from its confirmation on, and its key is not readable in the database', async () => {
  const person = await someone();
  const { secret, uri } = await startTotp(person);
  expect(uri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/);
  expect(await signsIn(person)).toMatchObject({ user: { id: person.userId, name: 'Person 1' } });
  await expect(confirmTotp(person, { password, code: '12345' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(confirmTotp(person, { password: 'not theirs', code: totpCode(secret) })).rejects.toMatchObject(
    { errors: [{ path: 'password' }] },
  );
  const { recoveryCodes } = await confirmTotp(person, { password, code: totpCode(secret) });
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await firstStep(person)).ways).toEqual(['totp', 'recovery']);
  const { rows } = await store.sql.query(
    `SELECT t.*, c.code_hash FROM totp t JOIN recovery_code c USING (user_id) WHERE user_id = $1`,
    [person.userId],
  );
  const kept = JSON.stringify(rows) + rows.map((row) => row.secret.toString('latin1')).join();
  expect(kept).not.toContain(secret);
  for (const code of recoveryCodes) expect(kept).not.toContain(code);
  await expect(startTotp(person)).rejects.toMatchObject({ code: 'conflict' });
});

test('a code counts once, and one period off either way; a wrong one is told', async () => {
  const { person, secret } = await withApp();
  const { ticket } = await firstStep(person);
  for (const code of [totpCode(secret, -1), totpCode(secret, -2), totpCode(secret, 2), 'wrong', ''])
    await expect(signInByCode(ticket, code), code).rejects.toMatchObject({ errors: [{ path: 'code' }] });
  const code = totpCode(secret);
  expect(await signInByCode(ticket, `${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({
    user: { id: person.userId },
  });
  await expect(signInByCode(ticket, totpCode(secret, 1))).rejects.toMatchObject({ code: 'forbidden' });
  const again = await firstStep(person);
  await expect(signInByCode(again.ticket, code)).rejects.toThrow('used already');
  expect(await signInByCode(again.ticket, totpCode(secret, 1))).toHaveProperty('user');
});

test('of two who show one code at once, one comes in', async () => {
  const { person, secret } = await withApp();
  const tickets = [(await firstStep(person)).ticket, (await firstStep(person)).ticket];
  const code = totpCode(secret);
  const results = await Promise.allSettled(tickets.map((ticket) => signInByCode(ticket, code)));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('a recovery code counts once, however it is typed; new ones end the old ones', async () => {
  const { person, secret, recoveryCodes } = await withApp();
  const [first = '', second = ''] = recoveryCodes;
  const { ticket } = await firstStep(person);
  await signInByCode(ticket, ` ${first.toUpperCase().replaceAll('-', '')} `);
  expect((await getSecurity(person)).recoveryCodesLeft).toBe(9);
  const next = await firstStep(person);
  await expect(signInByCode(next.ticket, first)).rejects.toMatchObject({ code: 'invalid' });
  const renewed = await renewOwnRecoveryCodes(person, { password, code: totpCode(secret) });
  await expect(signInByCode(next.ticket, second)).rejects.toMatchObject({ code: 'invalid' });
  await removeTotp(person, { password, code: renewed.recoveryCodes[0] ?? '' });
  expect(await signsIn(person)).toHaveProperty('user');
  expect((await getSecurity(person)).recoveryCodesLeft).toBe(0);
});

test('ten wrong codes end a ticket, five minutes too, and the sixth ends the first', async () => {
  const { person, secret } = await withApp();
  const { ticket } = await firstStep(person);
  for (let count = 1; count <= 10; count += 1)
    await expect(signInByCode(ticket, '000000'), `try ${count}`).rejects.toMatchObject({ code: 'invalid' });
  await expect(signInByCode(ticket, totpCode(secret))).rejects.toMatchObject({ code: 'forbidden' });

  const old = await firstStep(person);
  await store.sql.query(`UPDATE sign_in_ticket SET expires_at = now() WHERE user_id = $1`, [person.userId]);
  await expect(signInByCode(old.ticket, totpCode(secret))).rejects.toMatchObject({ code: 'forbidden' });

  const tickets: string[] = [];
  for (let count = 0; count < 6; count += 1) tickets.push((await firstStep(person)).ticket);
  const { rows } = await store.sql.query('SELECT 1 FROM sign_in_ticket WHERE user_id = $1', [person.userId]);
  expect(rows).toHaveLength(5);
  expect(await signInByCode(tickets[5] ?? '', totpCode(secret))).toHaveProperty('user');
});

test('30 codes an hour for each account, with however many tickets', async () => {
  const { person } = await withApp();
  openRateLimits(1);
  try {
    let { ticket } = await firstStep(person);
    for (let count = 0; count < 30; count += 1) {
      if (count % 9 === 8) ({ ticket } = await firstStep(person));
      await expect(signInByCode(ticket, '000000')).rejects.toMatchObject({ code: 'invalid' });
    }
    ({ ticket } = await firstStep(person));
    await expect(signInByCode(ticket, '000000')).rejects.toMatchObject({ code: 'rate_limited' });
  } finally {
    openRateLimits(1_000_000);
  }
});

test('a passkey is a second factor, and enough alone; each challenge is answered once', async () => {
  const { person, device, recoveryCodes } = await withPasskey();
  expect(recoveryCodes).toHaveLength(10);
  const { ticket, ways } = await firstStep(person);
  expect(ways).toEqual(['passkey', 'recovery']);
  const asked = await challengePasskey(null, { ticket });
  expect(asked.allowCredentials).toHaveLength(1);
  const second = JSON.stringify(device.answer(asked));
  // Made for the second step of this ticket, so not for coming in by itself.
  await expect(signInByPasskey(second, origin, undefined)).rejects.toMatchObject({ code: 'invalid' });
  expect(await signInByPasskey(second, origin, ticket)).toMatchObject({ user: { id: person.userId } });

  const first = device.answer(await challengePasskey(null, {}));
  expect(await alone(first)).toMatchObject({ user: { id: person.userId } });
  await expect(alone(first)).rejects.toMatchObject({ code: 'invalid' });
  expect((await getSecurity(person)).passkeys).toMatchObject([
    { name: 'laptop', lastUsedAt: expect.any(String) },
  ]);
});

test.each([
  ['made at another address', { origin: 'https://evil.example' }],
  ['of a device that asked for neither finger nor PIN', { unverified: true }],
  ['of a copy, whose counter does not grow', { counter: 1 }],
])('no passkey %s', async (_, deviation) => {
  const { device } = await withPasskey();
  await alone(device.answer(await challengePasskey(null, {})));
  await expect(alone(device.answer(await challengePasskey(null, {}), deviation))).rejects.toMatchObject({
    code: 'invalid',
  });
});

test("neither another's passkey, nor one with another's name on it, nor what is none", async () => {
  const [ada, eve] = [await withPasskey(), await withPasskey()];
  const { ticket } = await firstStep(ada.person);
  const foreign = eve.device.answer(await challengePasskey(null, { ticket }));
  await expect(signInByPasskey(JSON.stringify(foreign), origin, ticket)).rejects.toThrow('not known');
  const answer = eve.device.answer(await challengePasskey(null, {}));
  const [handle] = [Buffer.from(ada.person.userId.replaceAll('-', ''), 'hex').toString('base64url')];
  await expect(alone({ ...answer, response: { ...answer.response, userHandle: handle } })).rejects.toThrow();
  const stranger = createAuthenticator(origin).answer(await challengePasskey(null, {}));
  await expect(alone(stranger)).rejects.toMatchObject({ code: 'invalid' });
  await expect(signInByPasskey('{', origin, undefined)).rejects.toMatchObject({ code: 'invalid' });
  const old = { ...(await challengePasskey(null, {})), challenge: Buffer.alloc(56).toString('base64url') };
  await expect(alone(eve.device.answer(old))).rejects.toMatchObject({ code: 'invalid' });
});

test('a passkey is bound to a name, and forgotten for a password', async () => {
  const { person, device, passkey } = await withPasskey();
  await expect(
    startPasskey({ ...person, origin: 'http://192.0.2.1:3000' }, { password }),
  ).rejects.toMatchObject({ code: 'invalid' });
  const again = device.create(await startPasskey(person, { password }));
  await expect(addPasskey(person, { name: 'again', response: again })).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(
    removePasskey(person, { passkeyId: passkey.id, password: 'not theirs' }),
  ).rejects.toMatchObject({ errors: [{ path: 'password' }] });
  await removePasskey(person, { passkeyId: passkey.id, password });
  await expect(alone(device.answer(await challengePasskey(null, {})))).rejects.toThrow('not known');
  expect(await signsIn(person)).toHaveProperty('user');
});

test('whoever is suspended is told so for the right password, and nothing for a wrong one', async () => {
  const { person, secret } = await withApp();
  const { ticket } = await firstStep(person);
  await store.sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [person.userId]);
  await expect(signsIn(person)).rejects.toThrow('suspended');
  await expect(signInByCode(ticket, totpCode(secret))).rejects.toThrow('suspended');
  const wrong = { email: emailOf(person), password: 'not theirs' };
  expect(await signInByPassword(wrong)).toBeNull();
  expect(await signInByPassword({ email: 'nobody@example.test', password })).toBeNull();
  await store.sql.query('UPDATE "user" SET removed_at = now() WHERE id = $1', [person.userId]);
  expect(await signsIn(person)).toBeNull();
});

test('where one is required, whoever has none sets one up before anything else; the owner too', async () => {
  const person = await someone();
  const token = await startSession(person.userId);
  await store.sql.query('UPDATE workspace SET require_second_factor = true');
  try {
    const actor = await findSession(token);
    expect(actor).toMatchObject({ mustSetUp: true });
    expect(() => requireSetUp(actor, 'sync')).toThrow('set one up first');
    expect(() => requireSetUp(actor, 'user:update')).toThrow('set one up first');
    for (const allowed of ['security:get', 'totp:start', 'totp:confirm', 'passkey:add'])
      expect(() => requireSetUp(actor, allowed)).not.toThrow();
    const { secret } = await startTotp(person);
    expect(await findSession(token)).toHaveProperty('mustSetUp');
    await confirmTotp(person, { password, code: totpCode(secret) });
    expect(await findSession(token)).not.toHaveProperty('mustSetUp');
  } finally {
    await store.sql.query('UPDATE workspace SET require_second_factor = false');
  }
});

test('who looks after somebody takes a lost second factor away, and that is written down', async () => {
  const { person } = await withApp();
  const [admin] = await storePeople(store.sql, 1);
  if (!admin) throw new Error('Nobody was stored');
  await expect(resetSecondFactor(admin, { id: person.userId })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await store.sql.query(`UPDATE "user" SET role = 'admin' WHERE id = $1`, [admin.userId]);
  await resetSecondFactor(admin, { id: person.userId });
  expect(await signsIn(person)).toHaveProperty('user');
  const { rows } = await store.sql.query(
    `SELECT actor_id, data FROM audit_entry WHERE target_id = $1 ORDER BY id`,
    [person.userId],
  );
  expect(rows).toEqual([
    { actor_id: person.userId, data: { factor: 'totp', change: 'on' } },
    { actor_id: admin.userId, data: { factor: 'all', change: 'off' } },
  ]);
});
