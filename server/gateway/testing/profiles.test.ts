import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, signIn, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
});
afterAll(() => server.close());

const within = (ms: number) => new Date(Date.now() + ms).toISOString();

test('a profile is what one says of oneself, and everybody reads it', async () => {
  const until = within(3_600_000);
  const profile = {
    title: 'Analyst of engines',
    timeZone: 'Europe/London',
    status: { emoji: '🚲', text: 'On my way', until },
    quietUntil: until,
  };
  const socket = await ben.connect();
  expect(await ada.call('user:update', { ...profile, title: '  Analyst of  engines ' })).toMatchObject(
    profile,
  );
  expect(await socket.hear('user', ({ id }) => id === ada.id)).toMatchObject(profile);
  socket.close();
  expect(await ben.call('user:get', { id: ada.id })).toMatchObject(profile);
  const phone = await signIn(server.url, ada.id, 'Ada');
  expect((await phone.call('sync', {})).me).toMatchObject(profile);
  // Each by itself, and null takes it away.
  await ada.call('user:update', { status: null });
  expect(await ben.call('user:get', { id: ada.id })).toMatchObject({ ...profile, status: null });
  await ada.call('user:update', { quietUntil: null, timeZone: '', title: '' });
  expect(await ben.call('user:get', { id: ada.id })).toMatchObject({
    ...{ title: '', timeZone: '', quietUntil: null, status: null, name: 'Ada', handle: 'ada' },
  });
});

test('what one does not want to see is one’s own, and one’s other devices hear that they are to ask', async () => {
  const phone = await signIn(server.url, ada.id, 'Ada');
  const [socket, other] = [await phone.connect(), await ben.connect()];
  expect(await ada.call('user:update', { hidesPreviews: true })).toMatchObject({ hidesPreviews: true });
  await socket.hear('resync', () => true);
  expect((await phone.call('sync', {})).me).toMatchObject({ hidesPreviews: true });
  expect(await ben.call('user:get', { id: ada.id })).not.toHaveProperty('hidesPreviews');
  expect((await ben.call('sync', {})).me).toMatchObject({ hidesPreviews: false });
  // The first that Ben hears of her is what comes after that.
  await ada.call('user:update', { hidesPreviews: false, title: 'Reader' });
  expect(await other.hear('user', ({ id }) => id === ada.id)).toMatchObject({ title: 'Reader' });
  socket.close();
  other.close();
});

test('a time zone is kept as the tz database spells it, whatever browser names it', async () => {
  expect(await ada.call('user:update', { timeZone: 'america/new_york' })).toMatchObject({
    timeZone: 'America/New_York',
  });
  for (const timeZone of ['Asia/Kolkata', 'Asia/Calcutta', 'UTC', 'Etc/GMT+5'])
    expect((await ada.call('user:update', { timeZone })).timeZone).not.toBe('');
});

test('a status that is over is told to nobody, and nobody has to take it away', async () => {
  await ada.call('user:update', {
    status: { emoji: '🍜', text: 'Lunch', until: within(600_000) },
    quietUntil: within(600_000),
  });
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query(
    `UPDATE "user" SET status_until = now() - interval '1 s', quiet_until = now() - interval '1 s' WHERE id = $1`,
    [ada.id],
  );
  await client.end();
  expect(await ben.call('user:get', { id: ada.id })).toMatchObject({ status: null, quietUntil: null });
  expect(await ada.call('user:me', {})).toMatchObject({ status: null, quietUntil: null });
});

test('what others set changes nothing of what one sets meanwhile', async () => {
  await Promise.all([
    ada.call('user:update', { title: 'Countess' }),
    ada.call('user:update', { status: { emoji: '', text: 'Reading', until: null } }),
    ada.call('user:update', { timeZone: 'Europe/Paris' }),
  ]);
  expect(await ben.call('user:get', { id: ada.id })).toMatchObject({
    title: 'Countess',
    status: { emoji: '', text: 'Reading', until: null },
    timeZone: 'Europe/Paris',
  });
});
