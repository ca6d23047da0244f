import { expect, test } from '@playwright/test';
import pg from 'pg';
import type { Conversation } from '#contract/conversations.ts';
import { storeHistory, storePeople } from '#domain/test-people.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
const few = 20;
const many = 5_000;
/** The number of members has two digits more, wherever it is written. */
const mostDifference = 64;

test.setTimeout(90_000);

test('a page and what a client asks on arrival are as large among 5,000 users as among 20', async () => {
  const [database, installation] = [await startTemporaryDatabase(), await createInstallation()];
  const server = await startServer(installation, { DATABASE_URL: database.url });
  const sql = new pg.Pool({ connectionString: database.url, max: 2 });
  try {
    const visitor = new Visitor(server.url);
    await visitor.signUp(ada);
    await visitor.signIn(ada);
    const general = await visitor.conversation('general');
    await storeHistory(sql, general.id, await joinGeneral(sql, general, few - 1), 60);
    const before = await sizes(visitor, general);
    expect(before.page.includes('message 12'), 'the page holds the messages').toBe(true);

    await joinGeneral(sql, general, many - few);
    await sql.query('ANALYZE');
    const after = await sizes(visitor, general);
    expect(after.page.includes('message 12'), 'the page holds the messages').toBe(true);
    expect((await visitor.conversation('general')).memberCount).toBe(many);
    for (const part of ['page', 'sync', 'history'] as const)
      expect(Math.abs(after[part].length - before[part].length), part).toBeLessThanOrEqual(mostDifference);
  } finally {
    await sql.end();
    await server.interrupt();
    await database.stop();
    await installation.remove();
  }
});

/** New users, members of `general` like everybody. */
async function joinGeneral(sql: pg.Pool, { id }: Conversation, count: number) {
  const users = await storePeople(sql, count);
  const ids = users.map(({ userId }) => userId);
  await sql.query('INSERT INTO member (conversation_id, user_id) SELECT $1, unnest($2::uuid[])', [id, ids]);
  await sql.query(
    'UPDATE conversation SET member_count = (SELECT count(*) FROM member WHERE conversation_id = $1) WHERE id = $1',
    [id],
  );
  return users;
}

async function sizes(visitor: Visitor, { id }: Conversation) {
  return {
    page: await visitor.text(`/c/${id}`),
    sync: await visitor.text('/api/v1/sync'),
    history: await visitor.text(`/api/v1/conversations/${id}/messages`),
  };
}
