import pg from 'pg';
import { pino } from 'pino';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { type Database, openDatabase } from '#platform/database.ts';
import { announcementsSettled } from '#platform/events.ts';
import { startJobs } from '#platform/job-runner.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { jobsDone } from '#platform/test-jobs.ts';
import type { Actor } from './actor.ts';
import { deleteConversation, eraseConversation, resumeDeletions } from './conversation-deletion.ts';
import { addMember, removeMember } from './members.ts';
import { sendMessage } from './messages.ts';
import { sendsSettled } from './send-queue.ts';
import { storeChannels, storeHistory, storePeople } from './test-people.ts';
import { said } from './test-threads.ts';
import { openThread } from './threads.ts';

let testDatabase: TestDatabase;
let database: Database;
let sql: pg.Pool;
let people: Actor[];
let creator: Actor;
let stopJobs: () => Promise<void>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const log = pino({ level: 'silent' });
  database = openDatabase(testDatabase.url, 6, log);
  const jobs = [{ ...eraseConversation, poll: 0.5 }];
  stopJobs = await startJobs({ databaseUrl: testDatabase.url, jobs, log });
  sql = new pg.Pool({ connectionString: testDatabase.url, max: 2 });
  people = await storePeople(sql, 8);
  const [first] = people;
  if (!first) throw new Error('Nobody is there');
  creator = first;
});
afterAll(async () => {
  await stopJobs();
  await sendsSettled();
  await Promise.all([database.close(), sql.end()]);
  await testDatabase.drop();
});

async function channel(members: Actor[]): Promise<ConversationId> {
  const [id] = await storeChannels(sql, 1, members);
  if (!id) throw new Error('There is no channel');
  return id;
}

/** Everything that was to follow has. */
async function erased(): Promise<void> {
  await announcementsSettled();
  await jobsDone(testDatabase.url);
}

/** How many rows of any kind are left of a conversation. */
async function remains(id: ConversationId): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(
    `SELECT (SELECT count(*) FROM conversation WHERE id = $1)::int + (SELECT count(*) FROM member WHERE conversation_id = $1)::int
       + (SELECT count(*) FROM message WHERE conversation_id = $1)::int AS count`,
    [id],
  );
  return rows[0]?.count ?? 0;
}

test('leaves nothing behind, whoever joins, leaves and writes at that moment', async () => {
  for (let round = 0; round < 10; round += 1) {
    const id = await channel(people.slice(0, 3));
    await storeHistory(sql, id, people.slice(0, 3), 50);
    const busy = people.flatMap((actor) => [
      addMember(actor, { conversationId: id, userId: actor.userId }),
      sendMessage(actor, { conversationId: id, clientId: clientId.parse(uuidv4()), body: 'still there?' }),
      removeMember(actor, { conversationId: id, userId: actor.userId }),
    ]);
    const deleting = deleteConversation(creator, { conversationId: id });
    await Promise.allSettled([...busy, deleting]);
    // The creator may have left before: then they join again and delete it.
    await addMember(creator, { conversationId: id, userId: creator.userId })
      .then(() => deleteConversation(creator, { conversationId: id }))
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'not_found' }));
    await erased();
    expect(await remains(id), `round ${round}`).toBe(0);
  }
});

test('that ended half-way is finished at the next start, and a channel that everybody left is not touched', async () => {
  const [half, empty] = [await channel([creator]), await channel([creator])];
  await storeHistory(sql, half, [creator], 5_000);
  await storeHistory(sql, empty, [creator], 3);
  await sql.query(`UPDATE conversation SET kind = 'private' WHERE id = $1`, [empty]);
  await removeMember(creator, { conversationId: empty, userId: creator.userId });
  // As it is after a kill in the middle: closed and out of sight, some messages still there.
  await sql.query(
    `UPDATE conversation SET kind = 'private', member_count = 0, closed_at = now() WHERE id = $1`,
    [half],
  );
  await sql.query('DELETE FROM member WHERE conversation_id = $1', [half]);
  // Every instance asks at its start, and one of them does it.
  await Promise.all([resumeDeletions(), resumeDeletions()]);
  await erased();
  expect(await remains(half)).toBe(0);
  expect(await remains(empty)).toBe(4);
});

test('takes messages with many reactions in small parts', async () => {
  const id = await channel([creator]);
  await storeHistory(sql, id, [creator], 12);
  const reactors = await storePeople(sql, 900);
  await sql.query(
    `INSERT INTO reaction (message_id, emoji, user_id)
     SELECT m.id, '👍', u FROM message m, unnest($2::uuid[]) AS u WHERE m.conversation_id = $1`,
    [id, reactors.map(({ userId }) => userId)],
  );
  await sql.query('UPDATE message SET reaction_count = 900 WHERE conversation_id = $1', [id]);
  await deleteConversation(creator, { conversationId: id });
  await erased();
  expect(await remains(id)).toBe(0);
});

test('takes earlier texts and mentions before their messages, in threads too', async () => {
  const [parent] = await storeChannels(sql, 1, [creator]);
  if (!parent) throw new Error('There is no channel');
  await storeHistory(sql, parent, [creator], 2);
  const { rows } = await sql.query<{ id: MessageId }>('SELECT id FROM message WHERE conversation_id = $1', [
    parent,
  ]);
  const thread = await said(openThread(creator, { id: rows[0]?.id ?? expect.fail() }));
  await storeHistory(sql, thread.id, [creator], 3);
  const places = [[parent, thread.id]];
  await sql.query(
    `INSERT INTO message_edit (message_id, version, body, edited_at)
     SELECT m.id, v, 'before', now() FROM message m, generate_series(1, 100) AS v WHERE m.conversation_id = ANY($1)`,
    places,
  );
  await sql.query(
    `INSERT INTO mention (message_id, conversation_id, seq, author_id, user_id)
     SELECT m.id, m.conversation_id, m.seq, m.author_id, gen_random_uuid()
     FROM message m, generate_series(1, 250) WHERE m.conversation_id = ANY($1)`,
    places,
  );
  // What a message takes with it when it goes itself.
  await sql.query(`
    CREATE TABLE went_along (what text);
    CREATE FUNCTION note_went_along() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF pg_trigger_depth() > 1 THEN INSERT INTO went_along VALUES (TG_TABLE_NAME); END IF; RETURN OLD; END $$;
    CREATE TRIGGER note_edits BEFORE DELETE ON message_edit FOR EACH ROW EXECUTE FUNCTION note_went_along();
    CREATE TRIGGER note_mentions BEFORE DELETE ON mention FOR EACH ROW EXECUTE FUNCTION note_went_along();`);
  await deleteConversation(creator, { conversationId: parent });
  await erased();
  expect([await remains(parent), await remains(thread.id)]).toEqual([0, 0]);
  expect((await sql.query('SELECT what, count(*) FROM went_along GROUP BY what')).rows).toEqual([]);
});
