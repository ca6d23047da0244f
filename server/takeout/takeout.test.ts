import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sumOf } from '#backup/sums.ts';
import { copyOut, listTables } from '#backup/tables.ts';
import { conversationId, sessionId, userId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { changesQuery, historyQuery } from '#contract/messages.ts';
import { removeExpiredExports } from '#domain/export-jobs.ts';
import { listMessages } from '#domain/history.ts';
import { jobs } from '#domain/jobs.ts';
import { listEarlierTexts } from '#domain/message-edits.ts';
import { listChanges } from '#domain/messages.ts';
import { refreshSkeletons } from '#domain/skeleton-refresh.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { openDatabase } from '#platform/database.ts';
import { files, openFiles } from '#platform/files.ts';
import { startJobs } from '#platform/job-runner.ts';
import { createTestDatabase, type TestDatabase } from '#platform/test-database.ts';
import { seedWorkspace } from '#prisma/seed/workspace.ts';
import { openTakeout } from './exporter.ts';
import { mostBytes } from './format.ts';
import { importWorkspace } from './import.ts';
import { workspaceNouns } from './nouns.ts';
import { openTar } from './tar-reader.ts';
import { writeExport } from './write-export.ts';

// A company with two months behind it is taken along and brought into another database, and compared there.

const migrations = resolve('prisma/migrations');
const log = pino({ level: 'silent' });

let folder: string;
let server: TestServer;
let source: pg.Client;
let target: TestDatabase;
let everything: string;
let ada: Person;
let ben: Person;
let cy: Person;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-takeout-'));
  server = await startTestServer();
  await seedWorkspace('http://localhost');
  source = await sessionWith(server.databaseUrl);
  await source.query('UPDATE workspace SET open_sign_up = true');
  await disturb();
  target = await createTestDatabase();
  everything = join(folder, 'everything.tar');
  await writeExport({
    databaseUrl: server.databaseUrl,
    file: everything,
    scope: 'workspace',
    everything: true,
    userId: null,
  });
}, 60_000);

afterAll(async () => {
  await source?.end();
  await target?.drop();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function sessionWith(url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url, application_name: 'parley test' });
  session.on('error', () => undefined);
  await session.connect();
  return session;
}

/** Edits, deletions, pins, read positions, a guest, and old messages removed: what the seed has too little of. */
async function disturb(): Promise<void> {
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
  cy = await signUp(server.url, 'Cy');
  await cy.call('conversation:create', { kind: 'private', name: 'Of Cy' });
  await source.query(`UPDATE "user" SET role = 'owner' WHERE id = $1`, [ada.id]);
  const picture = await fetch(`${server.url}/api/v1/files`, {
    method: 'POST',
    headers: { ...ada.headers, 'Content-Type': 'image/png', Origin: server.url },
    body: await sharp({ create: { width: 40, height: 40, channels: 3, background: '#1a6' } })
      .png()
      .toBuffer(),
  });
  await ada.call('user:update', { pictureId: (await picture.json()).id });
  await source.query(
    `UPDATE "user" SET role = 'guest', status_emoji = '🌴', status_text = 'Away' WHERE id = $1`,
    [ben.id],
  );
  const room = await ada.call('conversation:create', { kind: 'private', name: 'Room', memberIds: [ben.id] });
  const say = (body: string, as = ada, to = room.id) =>
    as.call('message:send', { conversationId: to, clientId: crypto.randomUUID(), body });
  const first = await say('first\ttab "quote" \\ 日本語 🎉 \u2028 end');
  await ada.call('message:edit', { id: first.id, body: 'first, edited' });
  const second = await say(`for @${(await ben.call('user:me', {})).handle} and @channel`);
  await ben.call('reaction:add', { messageId: second.id, emoji: '👍🏽' });
  await ada.call('reaction:add', { messageId: second.id, emoji: '👍🏽' });
  await ada.call('message:delete', { id: (await say('gone')).id });
  const thread = await ben.call('message:thread', { id: second.id });
  const file = await fetch(`${server.url}/api/v1/files?name=notes.txt&alt=Notes`, {
    method: 'POST',
    headers: { ...ben.headers, 'Content-Type': 'application/octet-stream', Origin: server.url },
    body: 'One line',
  });
  await ben.call('message:send', {
    conversationId: thread.id,
    clientId: crypto.randomUUID(),
    body: 're',
    fileIds: [(await file.json()).id],
    alsoInParent: true,
  });
  await ada.call('message:pin', { messageId: second.id });
  const words = { question: 'Which day?', options: ['Monday', 'Tuesday'] };
  const poll = await ada.call('poll:create', {
    conversationId: room.id,
    clientId: crypto.randomUUID(),
    ...words,
  });
  for (const [option, each] of [ada, ben].entries())
    await each.call('poll:vote', { messageId: poll.id, options: [option] });
  await ben.call('scheduled:create', {
    ...{ conversationId: room.id, clientId: crypto.randomUUID(), body: 'later' },
    sendAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  await ben.call('message:save', { messageId: second.id, remindAt: '2100-01-01T00:00:00.000Z' });
  await ben.call('conversation:read', { conversationId: room.id, seq: 1 });
  await ben.call('sidebar:set', {
    basedOn: 0,
    sections: [{ id: crypto.randomUUID(), name: 'Work', isCollapsed: true, conversationIds: [room.id] }],
    starred: [],
  });
  const direct = await ben.call('conversation:create', { kind: 'direct', memberIds: [ada.id] });
  await say('between us', ben, direct.id);
  const old = await ada.call('conversation:create', { kind: 'public', name: 'Old' });
  for (let n = 0; n < 4; n += 1) await say(`old ${n}`, ada, old.id);
  await source.query('DELETE FROM message WHERE conversation_id = $1 AND seq < 3', [old.id]);
  await source.query('UPDATE conversation SET first_seq = 3 WHERE id = $1', [old.id]);
  const closed = await ada.call('conversation:create', { kind: 'public', name: 'Closed' });
  await say('nobody reads this', ada, closed.id);
  await ada.call('conversation:delete', { conversationId: closed.id });
}

/** Everything about every conversation as the domain answers it to its members, from the open database. */
async function readByDomain(session: pg.Client): Promise<Map<string, unknown>> {
  await refreshSkeletons();
  {
    const { rows } = await session.query(
      `SELECT c.id, c.kind, c.name, c.topic, c.version, c.first_seq, c.last_seq, c.member_count, c.pin_count,
         c.name_skeleton, c.name_shape, c.direct_key,
         (SELECT min(m.user_id::text) FROM member m WHERE m.conversation_id = coalesce(c.parent_id, c.id)) AS reader
       FROM conversation c WHERE c.closed_at IS NULL ORDER BY c.id`,
    );
    const read = new Map<string, unknown>();
    for (const row of rows) {
      const id = conversationId.parse(row.id);
      const actor = {
        userId: userId.parse(row.reader ?? ada.id),
        sessionId: sessionId.parse(row.id),
        role: 'owner' as const,
      };
      const sum = createHash('sha256');
      let messages = 0;
      for (let after = 0; ; ) {
        const page = await listMessages(actor, historyQuery.parse({ conversationId: id, after, limit: 100 }));
        sum.update(JSON.stringify(page.items));
        messages += page.items.length;
        for (const item of page.items)
          if (item.editedAt && !item.deletedAt)
            sum.update(JSON.stringify(await listEarlierTexts({ ...actor, userId: item.authorId }, item)));
        after = page.items.at(-1)?.seq ?? 0;
        if (!page.hasAfter) break;
      }
      for (let after = 0; ; ) {
        const page = await listChanges(actor, changesQuery.parse({ conversationId: id, after, limit: 500 }));
        sum.update(JSON.stringify(page));
        after = page.items.at(-1)?.version ?? after;
        if (!page.hasMore) break;
      }
      read.set(row.id, { ...row, messages, sum: sum.digest('hex') });
    }
    return read;
  }
}

/** The rows of each table that is taken along, as COPY gives them, as one sum; without what is not taken along. */
async function readTables(session: pg.Client): Promise<Map<string, unknown>> {
  const sums = new Map<string, unknown>();
  const wanted = new Set([...workspaceNouns.map(({ table }) => table), 'reaction', 'mention']);
  const left = new Set(['password_hash', 'email_verified_at', 'epoch', 'skeleton_version']);
  for (const table of await listTables(session)) {
    if (!wanted.has(table.name) || table.name === 'audit_entry' || table.name === 'message') continue;
    const columns = table.columns.filter((column) => !left.has(column));
    sums.set(table.name, await sumOf(copyOut(session, { ...table, columns })));
  }
  return sums;
}

/** The lines of a noun in an archive. */
async function linesIn(file: string, noun: string): Promise<Record<string, unknown>[]> {
  const tar = await openTar(file, mostBytes);
  try {
    if (!tar.entries.has(`${noun}/000001.jsonl.gz`)) return [];
    const text = gunzipSync(await tar.read(`${noun}/000001.jsonl.gz`)).toString();
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  } finally {
    await tar.close();
  }
}

test('a guest takes their own data along: asked for, made by a job, downloaded in parts, deleted', async () => {
  const close = await openTakeout({ dataDir: folder }, server.databaseUrl);
  const stopJobs = await startJobs({ databaseUrl: server.databaseUrl, jobs, log });
  try {
    const asked = await ben.call('export:create', { scope: 'own' });
    expect(asked).toMatchObject({ state: 'waiting', scope: 'own', bytes: null });
    const state = async () => (await ben.call('export:list', { scope: 'own' })).items[0]?.state;
    await expect.poll(state, { timeout: 20_000 }).toBe('ready');
    const [made] = (await ben.call('export:list', { scope: 'own' })).items;
    const path = `${server.url}/api/v1/exports/${asked.id}/file`;
    const whole = await fetch(path, { headers: ben.headers });
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect([whole.status, bytes.length]).toEqual([200, made?.bytes]);
    expect(whole.headers.get('content-disposition')).toMatch(
      /^attachment; filename="parley-my-data-.*\.tar"$/,
    );
    const rest = await fetch(path, { headers: { ...ben.headers, Range: 'bytes=1000-' } });
    expect([rest.status, rest.headers.get('content-range')]).toEqual([
      206,
      `bytes 1000-${bytes.length - 1}/${bytes.length}`,
    ]);
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1_000))).toBe(true);
    const beyond = await fetch(path, { headers: { ...ben.headers, Range: `bytes=${bytes.length}-` } });
    expect(beyond.status).toBe(416);
    for (const headers of [ada.headers, {}])
      expect((await fetch(path, { headers })).status).toBe('Cookie' in headers ? 404 : 401);

    const file = join(folder, 'own.tar');
    await writeFile(file, bytes);
    expect(await linesIn(file, 'profile')).toMatchObject([{ name: 'Ben', email: 'ben@example.test' }]);
    expect((await linesIn(file, 'messages')).map(({ body }) => body)).toEqual(
      expect.arrayContaining(['re', 'between us']),
    );
    expect(JSON.stringify(await linesIn(file, 'messages'))).not.toContain('first');
    expect((await linesIn(file, 'conversations')).map(({ name }) => name)).toContain('Room');
    expect(await linesIn(file, 'saved')).toHaveLength(1);
    expect(await linesIn(file, 'reactions')).toMatchObject([{ emoji: '👍🏽' }]);
    expect(await linesIn(file, 'votes')).toMatchObject([{ option: 1 }]);
    expect(await linesIn(file, 'scheduled')).toMatchObject([{ body: 'later', state: 'waiting' }]);
    expect((await linesIn(file, 'devices')).length).toBeGreaterThan(0);
    expect(JSON.stringify(await linesIn(file, 'devices'))).not.toMatch(/token|hash/i);
    await expect(importWorkspace({ file, databaseUrl: target.url, migrations })).rejects.toThrow(
      'only an export of a whole workspace can be imported',
    );

    const stray = join(folder, 'exports', `${crypto.randomUUID()}.tar`);
    for (const path of [stray, join(folder, 'exports', 'notes.txt')]) await writeFile(path, '');
    for (const path of [stray, file]) await utimes(path, new Date(0), new Date(0));
    await removeExpiredExports.run({}, { id: '', signal: new AbortController().signal });
    expect((await readdir(join(folder, 'exports'))).toSorted()).toEqual([`${asked.id}.tar`, 'notes.txt']);
    await ben.call('export:delete', { exportId: asked.id });
    expect((await fetch(path, { headers: ben.headers })).status).toBe(404);
    expect(await readdir(join(folder, 'exports'))).toEqual(['notes.txt']);
    for (let n = 1; n < limits.exportsADay; n += 1) await ben.call('export:create', { scope: 'own' });
    await expect(ben.call('export:create', { scope: 'own' })).rejects.toThrow('rate_limited');
  } finally {
    await stopJobs();
    close();
  }
});

test('without everything, an owner takes along what they may read already', async () => {
  const file = join(folder, 'some.tar');
  const options = { databaseUrl: server.databaseUrl, file, scope: 'workspace', everything: false } as const;
  await writeExport({ ...options, userId: cy.id });
  const conversations = await linesIn(file, 'conversations');
  expect(conversations.filter(({ kind }) => kind === 'private' || kind === 'direct')).toMatchObject([
    { name: 'Of Cy' },
  ]);
  expect((await linesIn(file, 'sidebars')).length + (await linesIn(file, 'saved')).length).toBe(0);
  expect((await linesIn(file, 'users')).length).toBeGreaterThan(3);
  await rm(file);
  await writeExport({ ...options, userId: null });
  expect(new Set((await linesIn(file, 'conversations')).map(({ kind }) => kind))).toEqual(
    new Set(['public', 'thread']),
  );
});

test('every column of what is taken along is exported, or left out on purpose', async () => {
  const undecided: string[] = [];
  for (const { table, columns } of workspaceNouns) {
    const { rows } = await source.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [`"${table}"`],
    );
    const there = rows.map(({ name }) => name);
    const differing = [
      ...there.filter((name) => !columns.includes(name)),
      ...columns.filter((name) => !there.includes(name)),
    ];
    undecided.push(...differing.map((name) => `${table}.${name}`));
  }
  expect(undecided).toEqual([]);
});

test('a workspace that was taken along is the same elsewhere, also when the import is killed on its way', {
  timeout: 60_000,
}, async () => {
  // The import has to wait for this table, and dies meanwhile.
  const holder = await sessionWith(target.url);
  await holder.query('BEGIN; LOCK TABLE message_edit IN ACCESS EXCLUSIVE MODE');
  const env = { ...process.env, DATABASE_URL: target.url, DATA_DIR: join(folder, 'data') };
  const child = spawn(process.execPath, ['scripts/import.ts', everything], { env });
  const waiting = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE NOT l.granted AND d.datname = current_database()`;
  await expect.poll(async () => (await holder.query(waiting)).rowCount, { timeout: 30_000 }).toBe(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { rows: begun } = await holder.query('SELECT parts FROM import');
  expect(begun[0].parts).toBeGreaterThan(2);
  await expect(openTakeout({ dataDir: folder }, target.url)).rejects.toThrow('An import was begun here');
  await holder.query('ROLLBACK');
  await holder.end();

  openFiles(join(folder, 'files'));
  const report = await importWorkspace({ file: everything, databaseUrl: target.url, migrations });
  expect(report.resumedAt).toBe(begun[0].parts);
  expect(report.owners).toContainEqual({ name: 'Ada', email: 'ada@example.test' });
  expect(report.manifest.counts).toMatchObject({ workspace: 1, sidebars: 2 });

  const copy = await sessionWith(target.url);
  const wanted = await readByDomain(source);
  expect(wanted.size).toBeGreaterThan(20);
  const database = openDatabase(target.url, 2, log);
  expect(await readByDomain(copy)).toEqual(wanted);
  await database.close();
  // What the domain hides of deleted messages and closed conversations is gone, on both sides now.
  await source.query('DELETE FROM conversation WHERE closed_at IS NOT NULL');
  const tables = await readTables(copy);
  expect(tables).toEqual(await readTables(source));
  const { rows } = await copy.query(
    `SELECT count(*)::int AS imported FROM audit_entry WHERE action = 'workspace.imported'`,
  );
  expect(rows).toEqual([{ imported: 1 }]);
  expect((await copy.query('SELECT FROM "user" WHERE password_hash IS NOT NULL')).rowCount).toBe(0);
  const { rows: pictures } = await copy.query(
    'SELECT f.id, f.owner_id FROM file f JOIN "user" u ON u.picture_id = f.id',
  );
  expect(pictures).toMatchObject([{ owner_id: ada.id }]);
  for (const name of [pictures[0].id, `${pictures[0].id}-64`]) {
    const handle = await files().open(name);
    expect(handle).not.toBeNull();
    await handle?.close();
  }
  const attachments = `SELECT id, owner_id, name, type, kind, size, sha256, alt, message_id, copy_id, conversation_id, sent_at
    FROM file WHERE purpose = 'attachment' ORDER BY id`;
  const { rows: brought } = await copy.query(attachments);
  expect(brought).toMatchObject([{ name: 'notes.txt', alt: 'Notes', kind: 'text', owner_id: ben.id }]);
  expect(brought).toEqual((await source.query(attachments)).rows);
  const opened = await files().open(brought[0].id);
  expect(await text(opened?.read() ?? Readable.from([]))).toBe('One line');
  await copy.end();
  await expect(importWorkspace({ file: everything, databaseUrl: target.url, migrations })).rejects.toThrow(
    'The database is in use',
  );
});

test('who chose what in an anonymous poll stays where it was, and its results are taken along, closed', async () => {
  const option = (text: string, votes: number) => ({ text, votes, userIds: [] });
  const poll = {
    ...{ question: 'Who?', multiple: false, anonymous: true, voters: 1, closesAt: null, closedAt: null },
    options: [option('I', 0), option('You', 1)],
  };
  const { rows } = await source.query<{ id: string }>(
    `UPDATE message SET poll = $1 WHERE id = (
       SELECT id FROM message WHERE deleted_at IS NULL AND poll IS NULL ORDER BY conversation_id, seq LIMIT 1) RETURNING id`,
    [JSON.stringify(poll)],
  );
  const id = rows[0]?.id;
  await source.query('INSERT INTO poll_vote (message_id, user_id, option) VALUES ($1, $2, 1)', [id, ada.id]);
  const file = join(folder, 'anonymous.tar');
  const { databaseUrl } = server;
  await writeExport({ databaseUrl, file, scope: 'workspace', everything: true, userId: null });
  expect((await linesIn(file, 'votes')).filter(({ messageId }) => messageId === id)).toEqual([]);
  const line = (await linesIn(file, 'messages')).find((message) => message.id === id);
  expect(line?.poll).toEqual({ ...poll, closedAt: expect.any(String) });
});
