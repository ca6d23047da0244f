import { readdir, stat } from 'node:fs/promises';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageFile } from '#contract/files.ts';
import { type Person, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  server = await startTestServer({ FILE_MAX_MB: '2' });
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
});
afterAll(() => server?.close());

const base64 = (text: string) => Buffer.from(text).toString('base64');

function call(
  person: Person | null,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: BodyInit,
) {
  return fetch(new URL(path, `${server.url}/api/v1/uploads`), {
    method,
    headers: { 'Tus-Resumable': '1.0.0', ...person?.headers, ...headers },
    ...(body === undefined ? {} : { body, duplex: 'half' }),
    signal: AbortSignal.timeout(15_000),
  });
}

async function begin(person: Person, size: number, metadata = `filename ${base64('notes.txt')}`) {
  const answer = await call(person, 'POST', '', {
    'Upload-Length': String(size),
    'Upload-Metadata': metadata,
  });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}

const part = (person: Person, path: string, offset: number, body: BodyInit, headers = {}) =>
  call(
    person,
    'PATCH',
    path,
    {
      ...{ 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
      ...headers,
    },
    body,
  );

async function offsetOf(person: Person, path: string): Promise<number> {
  const answer = await call(person, 'HEAD', path);
  expect(answer.status).toBe(200);
  return Number(answer.headers.get('upload-offset'));
}

/** Sends one chunk, and breaks off once the server has it. */
async function cutOff(path: string, offset: number, text: string): Promise<void> {
  const abort = new AbortController();
  const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(text)) });
  const broken = fetch(new URL(path, server.url), {
    method: 'PATCH',
    headers: {
      ...{ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset), ...ada.headers },
      'Content-Type': 'application/offset+octet-stream',
    },
    ...{ body, duplex: 'half', signal: abort.signal },
  }).catch(() => undefined);
  const [id = ''] = path.split('/').slice(-1);
  const received = async () => {
    const names: string[] = await readdir(`${server.filesDir}/incoming`).catch(() => []);
    return names.includes(id) ? await offsetFromDisk(id) : 0;
  };
  await expect.poll(received).toBe(offset + text.length);
  abort.abort();
  await broken;
}

async function offsetFromDisk(id: string): Promise<number> {
  return (await stat(`${server.filesDir}/incoming/${id}`)).size;
}

test('parts make a file, whatever breaks off between them', async () => {
  const path = await begin(
    ada,
    20,
    `name ${base64('über.txt')},alt ${base64('Words')},filetype ${base64('image/png')}`,
  );
  expect(await offsetOf(ada, path)).toBe(0);
  const first = await part(ada, path, 0, '01234');
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5']);
  await cutOff(path, 5, '56789');
  expect(await offsetOf(ada, path)).toBe(10);
  expect((await part(ada, path, 5, '56789')).status).toBe(409);
  const last = await part(ada, path, 10, '0123456789');
  expect(last.status).toBe(200);
  const file = messageFile.parse(await last.json());
  expect(file).toMatchObject({ name: 'über.txt', alt: 'Words', kind: 'text', bytes: 20 });
  expect(path.endsWith(file.id)).toBe(true);
  // Whoever lost that answer finds all there, and asks what it is.
  expect(await offsetOf(ada, path)).toBe(20);
  expect(await ada.call('file:info', { id: file.id })).toEqual(file);
  const served = await fetch(`${server.url}/api/v1/files/${file.id}`, { headers: ada.headers });
  expect(await served.text()).toBe('01234567890123456789');
  expect(await readdir(`${server.filesDir}/incoming`)).toEqual([]);
});

test('an upload of which all came, and whose end was never answered, ends when it is asked for', async () => {
  const path = await begin(ada, 5);
  const id = path.split('/').at(-1) ?? '';
  await cutOff(path, 0, '01234');
  expect(await offsetOf(ada, path)).toBe(5);
  const asked = await Promise.all(Array.from({ length: 5 }, () => ada.call('file:info', { id })));
  expect(new Set(asked.map((file) => JSON.stringify(file))).size).toBe(1);
  const again = await part(ada, path, 5, '');
  expect([again.status, await again.json()]).toEqual([200, asked[0]]);
});

test('an upload is its owner’s alone, and over once it is given up', async () => {
  const path = await begin(ada, 5);
  expect((await call(ben, 'HEAD', path)).status).toBe(404);
  expect((await part(ben, path, 0, '01234')).status).toBe(404);
  expect((await call(ben, 'DELETE', path)).status).toBe(404);
  expect((await call(null, 'HEAD', path)).status).toBe(401);
  await part(ada, path, 0, '01');
  await expect(ada.call('file:info', { id: path.split('/').at(-1) ?? '' })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect((await call(ada, 'DELETE', path)).status).toBe(204);
  expect((await call(ada, 'HEAD', path)).status).toBe(404);
  expect(await readdir(`${server.filesDir}/incoming`)).toEqual([]);
});

test.each<[title: string, headers: Record<string, string>, status: number]>([
  [
    'more than a file may hold',
    { 'Upload-Length': '2097153', 'Upload-Metadata': `name ${base64('a')}` },
    413,
  ],
  ['nothing', { 'Upload-Length': '0', 'Upload-Metadata': `name ${base64('a')}` }, 400],
  ['no length', { 'Upload-Metadata': `name ${base64('a')}` }, 400],
  [
    'a length that comes later',
    { 'Upload-Defer-Length': '1', 'Upload-Metadata': `name ${base64('a')}` },
    400,
  ],
  ['no name', { 'Upload-Length': '5' }, 400],
  ['metadata that are none', { 'Upload-Length': '5', 'Upload-Metadata': 'name a,name b' }, 400],
  [
    'a duration that is none',
    { 'Upload-Length': '5', 'Upload-Metadata': `name ${base64('a')},duration ${base64('-1')}` },
    400,
  ],
  [
    'parts to be put together',
    { 'Upload-Length': '5', 'Upload-Concat': 'partial', 'Upload-Metadata': `name ${base64('a')}` },
    400,
  ],
  ['another version', { 'Upload-Length': '5', 'Tus-Resumable': '0.2.0' }, 400],
  [
    'another site',
    { 'Upload-Length': '5', 'Upload-Metadata': `name ${base64('a')}`, Origin: 'https://elsewhere.test' },
    403,
  ],
])('an upload with %s is refused', async (_title, headers, status) => {
  const answer = await call(ada, 'POST', '', headers);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    status,
    expect.stringContaining('problem+json'),
  ]);
});

test('a part beyond the end, at no position, of no upload and of another method is refused', async () => {
  const path = await begin(ada, 5);
  expect((await part(ada, path, 0, '0123456')).status).toBe(413);
  expect((await part(ada, path, 3, '34')).status).toBe(409);
  expect(
    (await call(ada, 'PATCH', path, { 'Content-Type': 'application/offset+octet-stream' }, '0')).status,
  ).toBe(400);
  expect((await part(ada, `/api/v1/uploads/${uuidv7()}`, 0, '0')).status).toBe(404);
  expect((await part(ada, '/api/v1/uploads/..%2F..%2Fetc', 0, '0')).status).toBe(400);
  expect((await call(ada, 'GET', path)).status).toBe(404);
  expect((await part(ada, path, 0, '01234')).status).toBe(200);
});

test('so many files lie here unsent, and no more', async () => {
  const sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
  await sql.query(
    `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height, name, kind, size)
     SELECT gen_random_uuid(), $1, 'upload', 'text/plain', 1, '', 0, 0, 'a', 'other', 1 FROM generate_series(1, 100)`,
    [ben.id],
  );
  await sql.end();
  const answer = await call(ben, 'POST', '', {
    'Upload-Length': '5',
    'Upload-Metadata': `name ${base64('a')}`,
  });
  expect(answer.status).toBe(409);
});
