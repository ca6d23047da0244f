import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import { type ConversationId, clientId, type MessageId } from '#contract/ids.ts';
import { ask } from '#gateway/testing/http.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

// A page that is kept is asked for again after everything that may change what it shows: it has to be what a page is
// that is made at that moment.

let server: TestServer;
let sql: pg.Pool;
let ada: Person;
let bo: Person;
let cy: Person;
let channel: ConversationId;
let elsewhere: ConversationId;
let direct: ConversationId;
let message: MessageId;
let made = 0;

/** Makes pages of what was read for them, as Next does, and says which one this is. */
const pages: RequestListener = (request, response) => {
  made += 1;
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const shown = bridge().input(headers)?.conversation;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.end(`<html>${JSON.stringify(shown)}</html>`);
};

beforeAll(async () => {
  server = await startTestServer({}, (request, response) => {
    try {
      pages(request, response);
    } catch {
      response.writeHead(404).end();
    }
  });
  sql = new pg.Pool({ connectionString: server.databaseUrl, max: 1 });
  ada = await signUp(server.url, 'Ada');
  [bo, cy] = await Promise.all([signUp(server.url, 'Bo'), signUp(server.url, 'Cy')]);
  const members = { memberIds: [bo.id, cy.id] };
  channel = (await ada.call('conversation:create', { kind: 'private', name: 'here', ...members })).id;
  elsewhere = (await ada.call('conversation:create', { kind: 'private', name: 'there', ...members })).id;
  direct = (await ada.call('conversation:create', { kind: 'direct', memberIds: [bo.id] })).id;
  message = (await post(bo, channel, 'first')).id;
  await post(cy, channel, 'and another');
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const post = (person: Person, conversationId: ConversationId, body: string) =>
  person.call('message:send', { conversationId, clientId: clientId.parse(randomUUID()), body });

/** Ada's page, without the cursor, which is another one each time. */
async function pageOf(look = ''): Promise<string> {
  const Cookie = `${ada.headers.Cookie}${look}`;
  const { status, text } = await ask(server.url, 'GET', `/c/${channel}`, { headers: { Cookie } });
  expect(status).toBe(200);
  return text.replace(/"cursor":"[^"]+"/, '');
}

const happenings: [what: string, happens: () => Promise<unknown>][] = [
  ['a message', () => post(bo, channel, 'second')],
  ['a message elsewhere', () => post(bo, elsewhere, 'third')],
  ['a mention elsewhere', () => post(bo, elsewhere, '@ada look')],
  ['a direct message', () => post(bo, direct, 'hush')],
  ['a text', () => bo.call('message:edit', { id: message, body: 'first, corrected' })],
  ['a reaction', () => cy.call('reaction:add', { messageId: message, emoji: '👍' })],
  ['a reaction taken back', () => cy.call('reaction:remove', { messageId: message, emoji: '👍' })],
  ['a pin', () => bo.call('message:pin', { messageId: message })],
  ['a position', () => ada.call('conversation:read', { conversationId: elsewhere, seq: 1 })],
  ['a bell', () => ada.call('conversation:notify', { conversationId: elsewhere, muted: true })],
  ['the name of who is written to', () => bo.call('user:update', { name: 'Bodil' })],
  ['the name of who wrote', () => cy.call('user:update', { name: 'Cyril' })],
  ['one’s own title', () => ada.call('user:update', { title: 'Gardener' })],
  ['what is saved', () => ada.call('message:save', { messageId: message })],
  [
    'the order of the list',
    () => ada.call('sidebar:set', { basedOn: 0, sections: [], starred: [elsewhere] }),
  ],
  ['a topic', () => bo.call('conversation:update', { conversationId: elsewhere, topic: 'Weather' })],
  ['another workspace', () => ada.call('workspace:update', { name: 'Elsewhere' })],
  ['a thread', async () => post(ada, (await ada.call('message:thread', { id: message })).id, 'reply')],
  ['a reply to read', async () => post(bo, (await bo.call('message:thread', { id: message })).id, 'more')],
  ['a member less', () => cy.call('member:remove', { conversationId: elsewhere, userId: cy.id })],
  [
    'what somebody does in the database',
    () => sql.query('UPDATE "user" SET title = $1 WHERE name = $2', ['Baker', 'Bodil']),
  ],
  ['a channel less', () => ada.call('conversation:delete', { conversationId: elsewhere })],
];

test.each(happenings)('%s makes it another page, which is the one of now', async (_what, happens) => {
  const before = await pageOf();
  const count = made;
  expect(await pageOf(), 'nothing happened').toBe(before);
  expect(made).toBe(count);
  await happens();
  const after = await pageOf();
  expect(after).not.toBe(before);
  // Under another look nothing is kept yet.
  expect(await pageOf(`; parley-look=${randomUUID()}`)).toBe(after);
});

test('what is none of its reader’s business does not', async () => {
  const before = await pageOf();
  const count = made;
  const { id } = await bo.call('conversation:create', { kind: 'private', name: 'apart' });
  await post(bo, id, 'nothing to see');
  expect(await pageOf()).toBe(before);
  expect(made).toBe(count);
});

test('what passes with time alone is gone from it', async () => {
  await sql.query(
    `UPDATE "user" SET status_text = 'at lunch', status_until = now() + interval '2 s' WHERE id = $1`,
    [bo.id],
  );
  await pageOf();
  await expect.poll(() => pageOf(), { timeout: 15_000 }).not.toContain('at lunch');
});
