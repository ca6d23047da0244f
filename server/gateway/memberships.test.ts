import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { createWorld, type World } from '#gateway/testing/world.ts';

// A socket reads its user's memberships while they change. PostgreSQL holds such a reading, after it has looked and
// before it answers, for as long as an advisory lock is held.

let server: TestServer;
let world: World;
let operator: pg.Client;

const gate = `
  CREATE SEQUENCE readings;
  CREATE TABLE held (reading bigint);
  INSERT INTO held VALUES (0);
  CREATE FUNCTION gate() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN
    IF current_query() NOT LIKE 'WITH living AS%' THEN RETURN true; END IF;
    -- Asked for each row: a reading is one statement.
    IF current_setting('gate.seen', true) IS DISTINCT FROM statement_timestamp()::text THEN
      PERFORM set_config('gate.seen', statement_timestamp()::text, false);
      PERFORM set_config('gate.reading', nextval('readings')::text, false);
    END IF;
    IF current_setting('gate.reading')::bigint = (SELECT reading FROM held) THEN
      WHILE NOT pg_try_advisory_xact_lock_shared(7) LOOP PERFORM pg_sleep(0.005); END LOOP;
    END IF;
    RETURN true;
  END $$;
  ALTER TABLE member RENAME TO member_rows;
  CREATE VIEW member AS SELECT *, xmin, xmax FROM member_rows WHERE gate();`;

beforeAll(async () => {
  server = await startTestServer();
  operator = new pg.Client({ connectionString: server.databaseUrl });
  await operator.connect();
  await operator.query(gate);
  world = await createWorld(server.url);
});
afterEach(() => operator.query('SELECT pg_advisory_unlock_all()'));
afterAll(async () => {
  await operator.end();
  await server.close();
});

/** Holds the reading that comes so many after now. */
async function holdReading(number: number): Promise<void> {
  await operator.query('SELECT pg_advisory_lock(7)');
  await operator.query(
    'UPDATE held SET reading = $1 + (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM readings)',
    [number],
  );
}

async function isHeld(): Promise<void> {
  for (;;) {
    const { rowCount } = await operator.query(
      `SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'WITH living AS%'`,
    );
    if (rowCount) return;
    await delay(5);
  }
}

const releaseReading = () => operator.query('SELECT pg_advisory_unlock(7)');
const memberOf = () => ({ conversationId: world.secret.id, userId: world.ben.id });
const send = (body: string) =>
  world.ada.call('message:send', { conversationId: world.secret.id, clientId: crypto.randomUUID(), body });

// Whichever reading a socket's rooms come from: what it does not read, it does not wait for.
test.each([1, 2])('who is removed during reading %i hears nothing more', async (number) => {
  const witness = await world.ben.connect();
  await holdReading(number);
  const connecting = world.ben.connect();
  await Promise.race([isHeld(), connecting]);
  await world.ada.call('member:remove', memberOf());
  await witness.hear('conversation:left');
  await releaseReading();
  const socket = await connecting;
  await send('not for Ben');
  expect(await socket.heardByNow()).not.toContain('changes');
  await world.ada.call('member:add', memberOf());
  witness.close();
  socket.close();
});

test.each([1, 2])('who is added during reading %i hears everything from then on', async (number) => {
  await world.ada.call('member:remove', memberOf());
  const witness = await world.ben.connect();
  await holdReading(number);
  const connecting = world.ben.connect();
  await Promise.race([isHeld(), connecting]);
  await world.ada.call('member:add', memberOf());
  await witness.hear('conversation', ({ id }) => id === world.secret.id);
  await releaseReading();
  const socket = await connecting;
  const { id } = await send('for Ben again');
  await socket.hear('changes', ({ items }) => items[0]?.id === id);
  witness.close();
  socket.close();
});

test.each([1, 2])('who is removed and added again during reading %i is in', async (number) => {
  const witness = await world.ben.connect();
  await holdReading(number);
  const connecting = world.ben.connect();
  await Promise.race([isHeld(), connecting]);
  await world.ada.call('member:remove', memberOf());
  await world.ada.call('member:add', memberOf());
  await witness.hear('conversation:left');
  await witness.hear('conversation', ({ id }) => id === world.secret.id);
  await releaseReading();
  const socket = await connecting;
  const { id } = await send('for Ben all the time');
  await socket.hear('changes', ({ items }) => items[0]?.id === id);
  witness.close();
  socket.close();
});

test('a conversation that is deleted during a reading is heard no more', async () => {
  const { id } = await world.ada.call('conversation:create', {
    kind: 'private',
    name: 'short-lived',
    memberIds: [world.ben.id],
  });
  const witness = await world.ben.connect();
  await holdReading(1);
  const connecting = world.ben.connect();
  await isHeld();
  await world.ada.call('conversation:delete', { conversationId: id });
  await witness.hear('conversation:left');
  await releaseReading();
  const socket = await connecting;
  expect(server.io.of('/').adapter.rooms.has(`conversation:${id}`)).toBe(false);
  witness.close();
  socket.close();
});

test('of many who are removed while they connect, none hears anything', { timeout: 60_000 }, async () => {
  for (let round = 0; round < 30; round += 1) {
    const [socket] = await Promise.all([
      delay(round % 6).then(() => world.ben.connect()),
      delay(round % 5).then(() => world.ada.call('member:remove', memberOf())),
    ]);
    await send(`round ${round}`);
    await socket.heardByNow();
    const heard = socket.all('changes').flatMap(({ items }) => items.map(({ body }) => body));
    expect(heard).not.toContain(`round ${round}`);
    socket.close();
    await world.ada.call('member:add', memberOf());
  }
});
