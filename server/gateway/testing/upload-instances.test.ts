import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessageFile, messageFile } from '#contract/files.ts';
import { openDatabase } from '#platform/database.ts';
import { createTestDatabase } from '#platform/test-database.ts';
import { type Instance, startInstance } from './instances.ts';
import { type Person, signUp } from './people.ts';

// Uploads as processes of their own take them: one is killed in the middle, another goes on; and what ten large ones cost
// in memory.

const MIB = 1024 * 1024;
const SIZE = 100 * MIB;
/** Bytes of one part. */
const PART = 5 * MIB;

let close: () => Promise<void>;
let filesDir: string;
let env: Record<string, string>;
let instance: Instance;
let ada: Person;
let sql: pg.Client;

beforeAll(async () => {
  const testDatabase = await createTestDatabase();
  filesDir = await mkdtemp(join(tmpdir(), 'parley-files-'));
  env = { DATABASE_URL: testDatabase.url, FILES_DIR: filesDir, LIMIT_FACTOR: '1000000', LOG_LEVEL: 'error' };
  instance = await startInstance(env);
  // Sessions are started through the database, as everybody's who signs in.
  const database = openDatabase(testDatabase.url, 2, pino({ level: 'silent' }));
  ada = await signUp(instance.url, 'Ada');
  sql = new pg.Client({ connectionString: testDatabase.url });
  await sql.connect();
  close = async () => {
    await sql.end();
    await instance.kill();
    await database.close();
    await testDatabase.drop();
    await rm(filesDir, { recursive: true, force: true });
  };
});
afterAll(() => close?.());

const call = (method: string, path: string, headers: Record<string, string>, more: RequestInit = {}) =>
  fetch(new URL(path, instance.url), {
    method,
    headers: { 'Tus-Resumable': '1.0.0', ...ada.headers, ...headers },
    signal: AbortSignal.timeout(60_000),
    ...more,
  });

async function begin(size: number): Promise<string> {
  const answer = await call('POST', '/api/v1/uploads', {
    ...{
      'Upload-Length': String(size),
      'Upload-Metadata': `name ${Buffer.from('large.bin').toString('base64')}`,
    },
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}

const sendPart = (path: string, offset: number, body: BodyInit, signal = AbortSignal.timeout(60_000)) =>
  call(
    'PATCH',
    path,
    { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
    { body, signal, ...{ duplex: 'half' } },
  );

/** Bytes at a position of a file that is other bytes everywhere. */
function bytesAt(offset: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  for (let at = 0; at + 4 <= count; at += 4) bytes.writeUInt32LE(((offset + at) * 2_654_435_761) >>> 0, at);
  return bytes;
}

const kept = async () =>
  (await readdir(filesDir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());

test('an upload goes on where it was when its server is killed, and is stored once', {
  timeout: 120_000,
}, async () => {
  const size = 3 * PART;
  const path = await begin(size);
  let offset = 0;
  let kills = 0;
  let file: MessageFile | null = null;
  while (file === null) {
    if (kills < 3 && offset >= kills * PART) {
      kills += 1;
      // In the middle of a part, of which some has come.
      const head = bytesAt(offset, MIB);
      const body = new ReadableStream({ start: (controller) => controller.enqueue(head) });
      const abort = new AbortController();
      const broken = sendPart(path, offset, body, abort.signal).catch(() => null);
      const [id = ''] = path.split('/').slice(-1);
      await expect
        .poll(
          async () => (await readFile(join(filesDir, 'incoming', id)).catch(() => Buffer.alloc(0))).length,
          { timeout: 10_000 },
        )
        .toBe(offset + MIB);
      await instance.kill();
      abort.abort();
      await broken;
      instance = await startInstance(env);
    }
    const asked = await call('HEAD', path, {});
    expect(asked.status).toBe(200);
    offset = Number(asked.headers.get('upload-offset'));
    const answer = await sendPart(
      path,
      offset,
      new Uint8Array(bytesAt(offset, Math.min(PART, size - offset))),
    );
    if (answer.status === 200) file = messageFile.parse(await answer.json());
    else expect(answer.status).toBe(204);
    offset += PART;
  }
  expect(kills).toBe(3);
  expect(file).toMatchObject({ bytes: size, kind: 'other' });
  const sent = await fetch(`${instance.url}/api/v1/conversations`, { headers: ada.headers });
  const { items } = (await sent.json()) as { items: { id: string }[] };
  const clientId = uuidv7();
  const body = JSON.stringify({ clientId, body: '', fileIds: [file.id] });
  const headers = { ...ada.headers, 'Content-Type': 'application/json' };
  const post = () =>
    fetch(`${instance.url}/api/v1/conversations/${items[0]?.id}/messages`, { method: 'POST', headers, body });
  expect([(await post()).status, (await post()).status]).toEqual([201, 200]);
  const served = await fetch(`${instance.url}/api/v1/files/${file.id}`, { headers: ada.headers });
  const digest = createHash('sha256')
    .update(Buffer.from(await served.arrayBuffer()))
    .digest('hex');
  expect(digest).toBe(createHash('sha256').update(bytesAt(0, size)).digest('hex'));
  expect((await kept()).map(({ name }) => name)).toEqual([file.id]);
  expect((await sql.query('SELECT id FROM file')).rows).toEqual([{ id: file.id }]);
});

/** Bytes of the instance's process that are in memory. */
async function memory(): Promise<number> {
  const status = await readFile(`/proc/${instance.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

test('ten files of 100 MiB come in at once in the memory of a few', { timeout: 180_000 }, async () => {
  const chunk = new Uint8Array(bytesAt(0, PART));
  const whole = async () => {
    const path = await begin(SIZE);
    let last: Response | null = null;
    for (let offset = 0; offset < SIZE; offset += PART) last = await sendPart(path, offset, chunk);
    expect(last?.status).toBe(200);
    return messageFile.parse(await last?.json());
  };
  // What the first one makes it load is not of the others.
  const { id } = await whole();
  await call('DELETE', `/api/v1/uploads/${id}`, {});
  const before = await memory();
  let most = before;
  const watch = setInterval(() => void memory().then((now) => (most = Math.max(most, now))), 50);
  const files = await Promise.all(Array.from({ length: 10 }, whole));
  clearInterval(watch);
  expect(files.map(({ bytes }) => bytes)).toEqual(Array.from({ length: 10 }, () => SIZE));
  expect(most).toBeGreaterThan(before / 2);
  expect((most - before) / MIB).toBeLessThan(100);
  process.stdout.write(
    `memory: ${Math.round(before / MIB)} MiB before, ${Math.round(most / MIB)} MiB at the most\n`,
  );
  for (const file of files) await call('DELETE', `/api/v1/uploads/${file.id}`, {});
});
