import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditAction } from '#contract/audit.ts';
import { sessionId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { Scope } from '#contract/scopes.ts';
import { removeOldRecords } from '#domain/audit-list.ts';
import { eraseConversation } from '#domain/conversation-deletion.ts';
import { announceTakeOver, answerReport } from '#domain/messages-on-behalf.ts';
import { storeHistory } from '#domain/test-people.ts';
import { readEvents } from './event-reader.ts';
import { callHttp, RefusedCall } from './http.ts';
import { PASSWORD, type Person, programOf, signUp } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { createWorld, type World } from './world.ts';

let server: TestServer;
let world: World;
let sql: pg.Pool;

beforeAll(async () => {
  server = await startTestServer();
  world = await createWorld(server.url);
  sql = new pg.Pool({ connectionString: server.databaseUrl, max: 2 });
});
afterAll(async () => {
  await sql.end();
  await server.close();
});

const run = () => ({ id: uuidv7(), signal: new AbortController().signal });
/** The audit log as lines of JSON; the file is no JSON as a whole. */
async function linesOf(query: string): Promise<string[]> {
  const url = `${server.url}/api/v1/workspace/audit/export?format=jsonl&${query}`;
  const answer = await fetch(url, { headers: world.ada.headers });
  return (await answer.text()).trimEnd().split('\n');
}
const send = (by: Person, conversationId: string, body: string) =>
  by.call('message:send', { conversationId, clientId: crypto.randomUUID(), body });

async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof RefusedCall) return outcome.code;
  throw new Error('The call was not refused', { cause: outcome });
}

/** What one person has written to another alone. */
async function writtenTo(to: Person, from: Person): Promise<string[]> {
  const { items } = await to.call('conversation:list', { kind: 'direct' });
  const direct = items.find(({ memberIds }) => memberIds?.length === 2 && memberIds.includes(from.id));
  if (!direct) return [];
  const page = await to.call('message:list', { conversationId: direct.id });
  return page.items.filter(({ authorId }) => authorId === from.id).map(({ body }) => body);
}

/** Runs the job of each closed report, twice: an instance may die after the first time. */
async function answerAll(): Promise<void> {
  const { rows } = await sql.query<{ id: string }>('SELECT id FROM report WHERE closed_at IS NOT NULL');
  for (const { id: reportId } of [...rows, ...rows]) await answerReport.run({ reportId }, run());
}

describe('a report', () => {
  let reported: Message;

  test('reaches those who look after reports, with the message, from where they are not', async () => {
    const { ada, ben, cy } = world;
    const own = await ben.call('conversation:create', { kind: 'private', name: 'den', memberIds: [cy.id] });
    reported = await send(cy, own.id, '=rude()');
    const socket = await ada.connect();
    const [reader, keeper] = await Promise.all(
      ([['read'], ['read', 'admin']] satisfies Scope[][]).map(async (scopes) => {
        const { secret } = await ada.call('token:create', { name: 'Listener', scopes });
        return readEvents(server.url, { Authorization: `Bearer ${secret}` });
      }),
    );
    const { open } = await ada.call('report:summary', {});
    await ben.call('report:create', { messageId: reported.id, reason: 'harassment', words: 'Please look' });
    await socket.hear('reports', (count) => count.open === open + 1);
    await keeper?.hear('reports', (count) => count.open === open + 1);
    socket.close();
    // A program that may not ask for it is not told either, unlike of what comes after it.
    await send(ada, world.general.id, 'after the report');
    await reader?.hear('changes');
    expect(reader?.all('reports')).toEqual([]);
    for (const stream of [reader, keeper]) stream?.cut();
    // What it was stays, whatever becomes of it.
    await cy.call('message:edit', { id: reported.id, body: 'polite' });
    const { items } = await ada.call('report:list', {});
    expect(items.at(-1)).toMatchObject({
      ...{ reason: 'harassment', words: 'Please look', body: '=rude()', current: 'polite', reports: 1 },
      ...{ conversationName: 'den', conversationKind: 'private', address: null, closedAt: null },
      ...{ reporter: { id: ben.id }, author: { id: cy.id } },
    });
    expect(await codeOf(ada.call('message:list', { conversationId: own.id }))).toBe('not_found');
  });

  test('ends once for all who made it: removed, warned, answered, written down', async () => {
    const { ada, ben, cy } = world;
    const dee = await signUp(server.url, 'Dee');
    const { conversationId } = reported;
    await ben.call('member:add', { conversationId, userId: dee.id });
    await dee.call('report:create', { messageId: reported.id, reason: 'other' });
    const socket = await dee.connect();
    const { items } = await ada.call('report:list', {});
    const report = items.find(({ messageId }) => messageId === reported.id);
    if (!report) throw new Error('There is no report');
    expect(report.reports).toBe(2);
    const end = { id: report.id, measures: ['remove' as const, 'warn' as const], warning: 'Not here.' };
    const [first, second] = await Promise.all([ada.call('report:close', end), ada.call('report:close', end)]);
    expect([first.open, second.open]).toContain(items.length - 2);
    const { items: changed } = await socket.hear('changes', ({ items: [item] }) => item?.id === reported.id);
    expect(changed[0]).toMatchObject({ body: '' });
    socket.close();
    await answerAll();
    const [warning, ...others] = await writtenTo(cy, ada);
    expect(others).toEqual([]);
    expect(warning).toContain('> =rude()');
    expect(warning).toContain('Not here.');
    for (const reporter of [ben, dee])
      expect((await writtenTo(reporter, ada)).filter((text) => text.startsWith('You reported'))).toEqual([
        'You reported a message in den. The message was removed. Its author was warned. Thank you for saying so.',
      ]);
    const { items: written } = await ada.call('audit:list', { limit: 3 });
    expect(written.map(({ action }) => action)).toEqual(['report.closed', 'user.warned', 'message.removed']);
    const { items: closed } = await ada.call('report:list', { closed: true, limit: 1 });
    expect(closed[0]).toMatchObject({
      measures: ['remove', 'warn'],
      current: null,
      closedBy: { id: ada.id },
    });
    // Nobody is told twice of one end; a new report of a deleted message has nothing to say.
    expect(await codeOf(ben.call('report:create', { messageId: reported.id, reason: 'other' }))).toBe(
      'conflict',
    );
  });

  test('may end with a suspension, which only those give who look after the author', async () => {
    const { ada, ben } = world;
    const [eve, kim] = [await signUp(server.url, 'Eve'), await signUp(server.url, 'Kim')];
    await ada.call('user:set-role', { id: kim.id, role: 'admin' });
    const report = async (message: Message) =>
      (await ben.call('report:create', { messageId: message.id, reason: 'spam' })).id;
    const bad = await report(await send(eve, world.general.id, 'buy'));
    const hers = await report(await send(ada, world.general.id, 'good morning'));
    expect(await codeOf(kim.call('report:close', { id: hers, measures: ['suspend', 'remove'] }))).toBe(
      'forbidden',
    );
    const { items } = await kim.call('report:list', {});
    expect(items.find(({ id }) => id === hers)?.current, 'nothing of it was done').toBe('good morning');
    await kim.call('report:close', { id: bad, measures: ['suspend'] });
    expect(await codeOf(eve.call('user:me', {}))).toBe('unauthenticated');
  });

  test('about somebody who looks after reports is for the others, and does not say to them who made it', async () => {
    const { ada, ben } = world;
    const lou = await signUp(server.url, 'Lou');
    await ada.call('user:set-role', { id: lou.id, role: 'admin' });
    const robot = await lou.call('bot:create', { name: 'Robot', scopes: ['read', 'admin'] });
    // Of an earlier time: none is made so any more.
    await sql.query(`UPDATE "user" SET role = 'admin' WHERE id = $1`, [robot.user.id]);
    const bot = programOf(server.url, robot.token.secret);
    const socket = await lou.connect();
    const [{ open }, { open: hers }] = [
      await lou.call('report:summary', {}),
      await ada.call('report:summary', {}),
    ];
    const { id: messageId } = await send(lou, world.general.id, 'I may write what I like');
    const { id } = await ben.call('report:create', { messageId, reason: 'hate' });
    expect(await socket.hear('reports')).toEqual({ open });
    socket.close();
    expect(await lou.call('report:summary', {})).toEqual({ open });
    expect(await ada.call('report:summary', {})).toEqual({ open: hers + 1 });
    for (const by of [lou, bot]) {
      const { items } = await by.call('report:list', { limit: 100 });
      expect(items.map((report) => report.id)).not.toContain(id);
      expect(await codeOf(by.call('report:close', { id, measures: [] }))).toBe('not_found');
    }
    const { items: written } = await lou.call('audit:list', { targetId: messageId });
    expect(written).toMatchObject([
      { action: 'message.reported', actorId: null, actorName: 'Somebody', address: '', targetName: 'Lou' },
    ]);
    const { items } = await ada.call('report:list', { limit: 100 });
    expect(items.find((report) => report.id === id)).toMatchObject({ reporter: { id: ben.id } });
    await ada.call('report:close', { id, measures: [] });
    const { items: closed } = await lou.call('report:list', { closed: true, limit: 100 });
    expect(closed.map((report) => report.id)).not.toContain(id);
    expect(await codeOf(lou.call('report:close', { id, measures: [] }))).toBe('not_found');
    await ada.call('user:remove', { id: robot.user.id, messages: 'keep' });
    await ada.call('user:set-role', { id: lou.id, role: 'member' });
  });

  test('about the only one who could look at it is theirs, without a name, and nobody writes to who made it', async () => {
    const { ada, ben } = world;
    const { id: messageId } = await send(ada, world.general.id, 'I am alone here');
    const { id } = await ben.call('report:create', { messageId, reason: 'other' });
    const listed = async () =>
      (await ada.call('report:list', { limit: 100 })).items.map((report) => report.id);
    expect(await listed(), 'Kim could').not.toContain(id);
    const others = `id <> '${ada.id}' AND role = 'admin' AND kind = 'person'`;
    const { rows } = await sql.query(`UPDATE "user" SET role = 'member' WHERE ${others} RETURNING id`);
    try {
      const { items } = await ada.call('report:list', { limit: 100 });
      expect((await ada.call('report:summary', {})).open).toBe(items.length);
      expect(items.find((report) => report.id === id)).toMatchObject({
        reporter: null,
        body: 'I am alone here',
      });
      await answerAll();
      const before = await writtenTo(ben, ada);
      await ada.call('report:close', { id, measures: [] });
      await answerAll();
      expect(await writtenTo(ben, ada)).toEqual(before);
    } finally {
      await sql.query(`UPDATE "user" SET role = 'admin' WHERE id = ANY($1)`, [rows.map((row) => row.id)]);
    }
  });

  test('nobody makes more than a bound of them', async () => {
    const { ben, ada } = world;
    await sql.query(
      `INSERT INTO report (id, message_id, conversation_id, conversation_kind, seq, author_id, body, written_at, reporter_id, reason)
       SELECT gen_random_uuid(), gen_random_uuid(), $1, 'public', 1, $2, '', now(), $3, 'spam' FROM generate_series(1, 50)`,
      [world.general.id, ada.id, ben.id],
    );
    expect(await codeOf(ben.call('report:create', { messageId: world.message.id, reason: 'spam' }))).toBe(
      'conflict',
    );
    await sql.query("DELETE FROM report WHERE body = ''");
  });
});

describe('channels', () => {
  test('without a manager are taken over, also private ones, and are told', async () => {
    const { ada, ben, cy } = world;
    const lair = await ben.call('conversation:create', { kind: 'private', name: 'lair', memberIds: [cy.id] });
    expect(await codeOf(ada.call('channel:take-over', { conversationId: lair.id }))).toBe('conflict');
    // Who is suspended may be back in a moment: nobody comes into a private channel by that.
    await sql.query('UPDATE "user" SET suspended_at = now() WHERE id = $1', [ben.id]);
    expect(await codeOf(ada.call('channel:take-over', { conversationId: lair.id }))).toBe('conflict');
    await sql.query('UPDATE "user" SET suspended_at = NULL WHERE id = $1', [ben.id]);
    await ben.call('member:remove', { conversationId: lair.id, userId: ben.id });
    const { items } = await ada.call('channel:list', { state: 'ownerless', q: 'lair' });
    expect(items).toMatchObject([{ id: lair.id, isOwnerless: true, joined: false, memberCount: 1 }]);
    const socket = await ada.connect();
    const taken = await ada.call('channel:take-over', { conversationId: lair.id });
    expect(taken).toMatchObject({ isOwnerless: false, joined: true, managerId: ada.id, memberCount: 2 });
    const { may } = await ada.call('conversation:get', { conversationId: lair.id });
    expect(may).toContain('delete');
    const job = run();
    for (let time = 0; time < 2; time += 1)
      await announceTakeOver.run({ conversationId: lair.id, userId: ada.id }, job);
    const { items: said } = await cy.call('message:list', { conversationId: lair.id });
    expect(said.map(({ authorId }) => authorId)).toEqual([ada.id]);
    await socket.hear('conversation', (heard) => heard.id === lair.id && 'joined' in heard && heard.joined);
    socket.close();
    const { items: written } = await ada.call('audit:list', { targetId: lair.id });
    expect(written).toMatchObject([
      { action: 'channel.taken_over', targetName: 'lair', data: { kind: 'private' } },
    ]);
  });

  test('several are there for newcomers, and one always', async () => {
    const { ada, open, general } = world;
    await ada.call('channel:update', { conversationId: open.id, isDefault: true });
    const newcomer = await signUp(server.url, 'Newcomer');
    const { items } = await newcomer.call('conversation:list', { kind: 'public' });
    const joined = items.filter((channel) => channel.joined).map(({ name }) => name);
    expect(joined.sort()).toEqual(['general', 'open']);
    expect(await codeOf(ada.call('channel:delete', { conversationId: open.id }))).toBe('conflict');
    const both = await Promise.allSettled(
      [open, general].map(({ id }) => ada.call('channel:update', { conversationId: id, isDefault: false })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await ada.call('channel:update', { conversationId: general.id, isDefault: true });
    await ada.call('channel:update', { conversationId: open.id, isDefault: false });
  });

  test('are deleted with progress that a stopped job leaves where it was', async () => {
    const { ada, ben } = world;
    const long = await ben.call('conversation:create', { kind: 'public', name: 'long' });
    const root = await send(ben, long.id, 'root');
    const thread = await ben.call('message:thread', { id: root.id });
    await send(ben, thread.id, 'a reply');
    await sql.query('DELETE FROM message WHERE conversation_id = $1', [long.id]);
    await storeHistory(
      sql,
      long.id,
      [{ userId: ben.id, sessionId: sessionId.parse(uuidv7()), role: 'member' }],
      2_500,
    );
    const { items: listed } = await ada.call('channel:list', { q: 'long' });
    expect(listed).toMatchObject([{ messageCount: 2_500, joined: false }]);
    await ada.call('channel:delete', { conversationId: long.id });
    const left = async () => (await ada.call('deletion:list', {})).items;
    expect(await left()).toMatchObject([{ name: 'long', total: 2_501, left: 2_501 }]);
    const stop = new AbortController();
    stop.abort();
    await expect(
      eraseConversation.run({ conversationId: long.id }, { id: uuidv7(), signal: stop.signal }),
    ).rejects.toThrow();
    await sql.query('DELETE FROM message WHERE conversation_id = $1 AND seq <= 2000', [long.id]);
    const [halfway] = await left();
    expect(halfway?.total).toBe(2_501);
    expect(halfway?.left).toBeLessThanOrEqual(501);
    expect(halfway?.left).toBeGreaterThan(0);
    await eraseConversation.run({ conversationId: long.id }, run());
    expect(await left()).toEqual([]);
  });
});

describe('the audit log', () => {
  test('is narrowed and paged, and no member reads it', async () => {
    const { ada } = world;
    const all = await ada.call('audit:list', { limit: 100 });
    const collected: string[] = [];
    let cursor: string | null = null;
    do {
      const page: typeof all = await ada.call('audit:list', { limit: 3, ...(cursor ? { cursor } : {}) });
      collected.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(collected).toEqual(all.items.map(({ id }) => id));
    const mine = await ada.call('audit:list', { actorId: ada.id, action: 'report.closed' });
    expect(mine.items.length).toBeGreaterThan(0);
    for (const entry of mine.items) expect(entry).toMatchObject({ actorId: ada.id, action: 'report.closed' });
    const middle = all.items[3]?.at ?? '';
    const earlier = await ada.call('audit:list', { before: middle, limit: 100 });
    const later = await ada.call('audit:list', { after: middle, limit: 100 });
    expect(earlier.items.length + later.items.length).toBe(all.items.length);
  });

  test('is had as a file, in which no name is a formula', async () => {
    const { ada, ben } = world;
    await ada.call('user:update', { name: '=HYPERLINK("x","Ada")' });
    await ada.call('channel:update', { conversationId: world.open.id, name: 'opened' });
    await ada.call('channel:update', { conversationId: world.open.id, name: 'open' });
    const csv = await ada.rest('GET', '/workspace/audit/export');
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-disposition')).toContain('audit-log.csv');
    const [header, first] = csv.text.split('\r\n');
    expect(header).toBe('id,at,action,actorId,actorName,targetKind,targetId,targetName,address,data');
    expect(first).toContain('"\'=HYPERLINK(""x"",""Ada"")"');
    const { items } = await ada.call('audit:list', { limit: 100, action: 'channel.renamed' });
    const lines = await linesOf('action=channel.renamed');
    expect(lines.map((line) => JSON.parse(line))).toEqual(items);
    expect((await ada.call('audit:list', { limit: 1 })).items[0]).toMatchObject({ action: 'audit.exported' });
    expect((await ben.rest('GET', '/workspace/audit/export')).status).toBe(403);
    expect((await ada.rest('GET', '/workspace/audit/export?format=xls')).status).toBe(400);
    expect((await ada.rest('GET', '/workspace/audit/export', undefined, { Cookie: '' })).status).toBe(401);
    await ada.call('user:update', { name: 'Ada' });
  });

  test('says from where somebody came, what was changed to what, and who was taken out of a channel', async () => {
    const { ada, ben, cy, open } = world;
    const latest = async (action: AuditAction) =>
      (await ada.call('audit:list', { action, limit: 1 })).items[0];
    await signUp(server.url, 'Nora');
    expect(await latest('user.created')).toMatchObject({
      actorName: 'Nora',
      address: expect.stringMatching(/./),
    });
    const { token } = await ada.call('invitation:create', {
      ...{ role: 'member', uses: 2, conversationIds: [open.id] },
    });
    await cy.call('invitation:accept', { token });
    expect(await latest('invitation.used')).toMatchObject({
      ...{ actorId: cy.id, actorName: 'Cy', address: expect.stringMatching(/./) },
    });
    const came = { name: 'Otto', email: 'otto@example.test', password: PASSWORD, invitation: token };
    await callHttp(server.url, 'user:create', came, {});
    expect(await latest('invitation.used')).toMatchObject({
      ...{ actorId: null, actorName: 'Otto', address: expect.stringMatching(/./) },
    });

    await ada.call('workspace:update', { membersInvite: true, signUpDomains: ['b.example'] });
    expect((await latest('workspace.changed'))?.data).toEqual({
      fields: ['signUpDomains', 'membersInvite'],
      ...{ signUpDomains: ['b.example'], membersInvite: true },
    });
    await ada.call('workspace:update', { membersInvite: false, signUpDomains: [] });

    await ben.call('conversation:update', { conversationId: open.id, name: 'opener' });
    expect(await latest('channel.renamed')).toMatchObject({
      ...{ actorId: ben.id, targetId: open.id, targetName: 'open', data: { name: 'opener' } },
    });
    await ben.call('conversation:update', { conversationId: open.id, name: 'open', topic: 'Doors' });
    const entry = await latest('channel.renamed');
    await ben.call('conversation:update', { conversationId: open.id, name: 'open' });
    const group = await ben.call('conversation:create', { kind: 'direct', memberIds: [ada.id, cy.id] });
    await ben.call('conversation:update', { conversationId: group.id, name: 'Between us' });
    expect(await latest('channel.renamed'), 'nothing is renamed, or nothing that is theirs to know').toEqual(
      entry,
    );
    for (const retentionDays of [30, null]) {
      await ada.call('conversation:update', { conversationId: open.id, retentionDays });
      expect(await latest('channel.retention')).toMatchObject({
        ...{ actorId: ada.id, targetName: 'open', data: { days: retentionDays, kind: 'public' } },
      });
    }

    await ada.call('member:remove', { conversationId: open.id, userId: cy.id });
    const removed = await latest('channel.member_removed');
    expect(removed).toMatchObject({
      ...{ actorId: ada.id, targetId: cy.id, targetName: 'Cy' },
      data: { channel: 'open', conversationId: open.id },
    });
    await cy.call('member:add', { conversationId: open.id, userId: cy.id });
    await cy.call('member:remove', { conversationId: open.id, userId: cy.id });
    expect(await latest('channel.member_removed'), 'whoever leaves does so themselves').toEqual(removed);
  });

  test('is taken in parts however long it is, and forgotten when it is old', async () => {
    await sql.query(
      `INSERT INTO audit_entry (id, at, actor_name, action)
       SELECT gen_random_uuid(), now() - interval '10 days', 'Nobody', 'user.created' FROM generate_series(1, 2100)`,
    );
    expect((await linesOf('action=user.created')).length).toBeGreaterThanOrEqual(2_100);
    await removeOldRecords(0);
    await removeOldRecords(9);
    const { rows } = await sql.query<{ old: number; kept: number }>(
      `SELECT count(*) FILTER (WHERE at < now() - interval '9 days')::int AS old, count(*)::int AS kept FROM audit_entry`,
    );
    expect(rows[0]?.old).toBe(0);
    expect(rows[0]?.kept).toBeGreaterThan(0);
  });
});

describe('the rest of the office', () => {
  test('limits hold: who creates public channels, and how long one edits', async () => {
    const { ada, ben } = world;
    await ada.call('workspace:update', { membersCreateChannels: false, editMinutes: 5 });
    expect(await codeOf(ben.call('conversation:create', { kind: 'public', name: 'mine' }))).toBe('forbidden');
    expect((await ben.call('user:me', {})).may).not.toContain('createPublicChannel');
    await ada.call('conversation:create', { kind: 'public', name: 'hers' });
    const late = await send(ben, world.open.id, 'as it was');
    await ben.call('message:edit', { id: late.id, body: 'as it is' });
    await sql.query("UPDATE message SET created_at = created_at - interval '6 minutes' WHERE id = $1", [
      late.id,
    ]);
    expect(await codeOf(ben.call('message:edit', { id: late.id, body: 'another' }))).toBe('forbidden');
    await ada.call('workspace:update', { membersCreateChannels: true, editMinutes: null });
    await ben.call('message:edit', { id: late.id, body: 'another' });
  });

  test('people are found by what they are, with their address', async () => {
    const { ada, ben } = world;
    const { items } = await ada.call('person:list', { q: 'ben@', role: 'member', state: 'active' });
    expect(items).toMatchObject([{ id: ben.id, email: 'ben@example.test', isManaged: true }]);
    expect(items[0]?.lastSeenAt).not.toBeNull();
    const suspended = await ada.call('person:list', { state: 'suspended' });
    expect(suspended.items.map(({ name }) => name)).toEqual(['Eve']);
    expect((await ada.call('person:list', { q: 'ada@' })).items).toMatchObject([{ isManaged: false }]);
  });

  test('usage is counted once in a while, however often it is asked for', async () => {
    const { ada } = world;
    const first = await ada.call('usage:get', {});
    expect(first).toMatchObject({ people: { owner: 1, admin: 1 }, suspended: 1 });
    expect(first.days).toHaveLength(30);
    expect(first.databaseSize).toBeGreaterThan(1_000_000);
    await signUp(server.url, 'Late');
    expect(await ada.call('usage:get', {})).toEqual(first);
    await sql.query(
      `UPDATE usage_snapshot SET taken_at = now() - interval '1 hour', data = jsonb_set(data, '{days,0,messages}', '7')`,
    );
    await sql.query(
      `INSERT INTO message_search (message_id, conversation_id, author_id, version, created_at, document)
       SELECT gen_random_uuid(), $1, $2, 1, now(), '' FROM generate_series(1, 3)`,
      [world.general.id, ada.id],
    );
    const next = await ada.call('usage:get', {});
    expect(next.people.member).toBe(first.people.member + 1);
    expect(next.days.at(0)?.messages, 'a day that is over is not counted again').toBe(7);
    expect(next.days.at(-1)?.messages).toBe((first.days.at(-1)?.messages ?? 0) + 3);
  });
});
