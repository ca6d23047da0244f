import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import { uploadedFile } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import { sweepFiles } from '#domain/file-removal.ts';
import { refusalOf } from './testing/http.ts';
import { type Person, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';
import { NOBODY } from './testing/world.ts';

let server: TestServer;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
});
afterAll(() => server.close());

const sql = async (text: string, values: unknown[] = []) => {
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
};

/** A picture of two halves, left red and right blue, told where it was taken. */
const picture = (width = 600, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: '#f00' } })
    .composite([
      {
        input: { create: { width: width / 2, height, channels: 3, background: '#00f' } },
        left: width / 2,
        top: 0,
      },
    ])
    .withExif({ IFD0: { Make: 'A camera', Copyright: 'Ada' } });

const request = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}/api/v1${path}`, { signal: AbortSignal.timeout(15_000), ...init });

function send(person: Person | null, body: Uint8Array | string, type = 'image/png', headers = {}) {
  const content = typeof body === 'string' ? body : new Uint8Array(body);
  return request('/files', {
    method: 'POST',
    body: content,
    headers: { 'Content-Type': type, ...person?.headers, ...headers },
  });
}

async function upload(person: Person, body?: Uint8Array) {
  const response = await send(person, body ?? (await picture().png().toBuffer()));
  expect(response.status).toBe(201);
  return uploadedFile.parse(await response.json());
}

const get = (person: Person | null, id: string, query = '', headers = {}) =>
  request(`/files/${id}${query}`, { headers: { ...person?.headers, ...headers } });

const refused = async (response: Response) => {
  const text = await response.text();
  return refusalOf({
    ...{ status: response.status, headers: response.headers, text },
    body: JSON.parse(text),
  });
};

test('a picture is kept as a small square without a word of where it came from, whatever it was', async () => {
  const kinds = await Promise.all([
    picture().png().toBuffer(),
    picture().jpeg().toBuffer(),
    picture().webp().toBuffer(),
    picture().gif().toBuffer(),
    picture().avif({ effort: 0 }).toBuffer(),
  ]);
  for (const body of kinds) {
    const { id, type, width, height } = await upload(ada, body);
    expect({ type, width, height }).toEqual({ type: 'image/webp', width: 256, height: 256 });
    for (const [query, side] of [
      ['', 256],
      ['?size=64', 64],
    ] as const) {
      const kept = Buffer.from(await (await get(ada, id, query)).arrayBuffer());
      const { data, info } = await sharp(kept).raw().toBuffer({ resolveWithObject: true });
      expect(info).toMatchObject({ width: side, height: side, channels: 3 });
      // The middle of it: red at the left edge, blue at the right.
      expect([data[0] ?? 0, data[2] ?? 0].map((value) => value > 128)).toEqual([true, false]);
      expect((await sharp(kept).metadata()).exif).toBeUndefined();
    }
  }
});

test('of a picture that moves the first frame is kept, and one that lies on its side is put upright', async () => {
  const frames = [0, 1].map((blue) => ({
    input: { create: { width: 64, height: 64, channels: 3 as const, background: blue ? '#00f' : '#f00' } },
  }));
  const moving = await sharp(await Promise.all(frames.map(({ input }) => sharp(input).png().toBuffer())), {
    join: { animated: true },
  })
    .gif({ delay: [100, 100] })
    .toBuffer();
  expect((await sharp(moving, { pages: -1 }).metadata()).pages).toBe(2);
  const first = await upload(ada, moving);
  const { dominant } = await sharp(await (await get(ada, first.id)).arrayBuffer()).stats();
  expect(dominant.r).toBeGreaterThan(200);
  const turned = await upload(
    ada,
    await picture(300, 300).withMetadata({ orientation: 3 }).jpeg().toBuffer(),
  );
  const { data } = await sharp(await (await get(ada, turned.id)).arrayBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true });
  // Turned by half: blue is at the left edge now.
  expect([data[0] ?? 0, data[2] ?? 0].map((value) => value > 128)).toEqual([false, true]);
});

test('what is no picture, broken or unfolds to too much is refused with a sentence, and leaves nothing behind', async () => {
  const whole = await picture().png().toBuffer();
  const bomb = await sharp({ create: { width: 8_000, height: 8_000, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  expect(bomb.length).toBeLessThan(limits.pictureBytes / 20);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  for (const [body, words] of [
    [Buffer.from(svg), 'no picture'],
    [Buffer.from('GIF89a and then words'), 'cannot be read'],
    [whole.subarray(0, whole.length / 2), 'cannot be read'],
    [Buffer.alloc(0), 'no picture'],
    [bomb, '50 million pixels'],
  ] as const) {
    const refusal = await refused(await send(ben, body));
    expect(refusal.code).toBe('invalid');
    expect(refusal.message).toContain(words);
  }
  expect(await refused(await send(ben, new Uint8Array(limits.pictureBytes + 1)))).toMatchObject({
    code: 'too_large',
    message: 'A file holds up to 10 MiB here.',
  });
  const chunks = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(1024 * 1024));
    },
  });
  const endless = request('/files', {
    ...{ method: 'POST', body: chunks, duplex: 'half' },
    headers: { 'Content-Type': 'image/png', ...ben.headers },
  } as RequestInit);
  // The answer comes before the end of the question; a client may notice that only by its broken connection.
  await endless.then(
    ({ status }) => expect(status).toBe(413),
    (error: unknown) => expect(error).toBeInstanceOf(TypeError),
  );
  await expect.poll(() => readdir(join(server.filesDir, 'incoming'))).toEqual([]);
  expect(await sql('SELECT count(*)::int AS count FROM file WHERE owner_id = $1', [ben.id])).toEqual([
    { count: 0 },
  ]);
});

test('only whoever is signed in uploads, from our own pages, and as bytes', async () => {
  const body = await picture().png().toBuffer();
  expect((await send(null, body)).status).toBe(401);
  expect((await send(ben, body, 'image/png', { Origin: 'https://elsewhere.test' })).status).toBe(403);
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
    expect((await refused(await send(ben, body, type))).message).toContain('Content-Type');
  expect((await request('/files', { headers: ben.headers })).status).toBe(404);
  expect((await request(`/files/${NOBODY}`, { method: 'DELETE', headers: ben.headers })).status).toBe(404);
});

test('a picture is served once and for all, as what it is, by the API and by way of the pages', async () => {
  const { id, bytes } = await upload(ada);
  const response = await get(ada, id);
  const content = Buffer.from(await response.arrayBuffer());
  expect(content).toHaveLength(bytes);
  const { headers } = response;
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-length': String(bytes),
    'cache-control': 'private, max-age=31536000, immutable',
    'content-disposition': 'inline; filename="picture.webp"',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const tag = headers.get('etag') ?? '';
  const again = await get(ada, id, '', { 'If-None-Match': tag });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await get(ada, id, '?size=64')).headers.get('etag')).not.toBe(tag);
  const head = await request(`/files/${id}`, { method: 'HEAD', headers: ada.headers });
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(bytes),
    '',
  ]);
  for (const path of [`/files/${id}?size=65`, `/files/${id}?colour=red`, '/files/a', `/files/${id}?id=${id}`])
    expect((await request(path, { headers: ada.headers })).status, path).toBe(
      path.endsWith(`=${id}`) ? 200 : 400,
    );

  // The same through Next's catch-all.
  const url = `http://localhost/api/v1/files/${id}`;
  const page = await bridge().api(new Request(url, { headers: ada.headers }));
  expect(Buffer.from(await page.arrayBuffer()).equals(content)).toBe(true);
  expect(page.headers.get('etag')).toBe(tag);
  const posted = await bridge().api(
    new Request('http://localhost/api/v1/files', {
      method: 'POST',
      headers: { ...ada.headers, 'Content-Type': 'image/webp' },
      body: content,
    }),
  );
  expect(posted.status).toBe(201);
});

test('one’s own picture is shown to whoever sees one, and another’s upload to nobody', async () => {
  const { id } = await upload(ada);
  expect((await get(ben, id)).status).toBe(404);
  expect((await get(null, id)).status).toBe(401);
  await expect(ben.call('user:update', { pictureId: id })).rejects.toMatchObject({ code: 'not_found' });
  const socket = await ben.connect();
  expect(await ada.call('user:update', { pictureId: id })).toMatchObject({ pictureId: id });
  expect(await socket.hear('user', (user) => user.id === ada.id)).toMatchObject({ pictureId: id });
  socket.close();
  expect((await get(ben, id)).status).toBe(200);
  expect((await get(null, id)).status).toBe(401);
  // The same again is no other.
  expect(await ada.call('user:update', { pictureId: id })).toMatchObject({ pictureId: id });

  const guest = await signUp(server.url, 'Gus');
  await sql(`UPDATE "user" SET role = 'guest' WHERE id = $1`, [guest.id]);
  expect((await get(guest, id)).status).toBe(200);
  await sql('DELETE FROM member WHERE user_id = $1', [guest.id]);
  expect((await get(guest, id)).status).toBe(404);

  await ada.call('user:update', { pictureId: null });
  expect((await get(ben, id)).status).toBe(404);
});

test('the workspace’s picture is shown before signing in, and written down', async () => {
  const { id } = await upload(ada);
  await expect(ben.call('workspace:set-picture', { pictureId: id })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await ada.call('workspace:set-picture', { pictureId: id })).toMatchObject({ pictureId: id });
  expect((await get(null, id, '?size=64')).status).toBe(200);
  // One thing at a time.
  await expect(ada.call('user:update', { pictureId: id })).rejects.toMatchObject({ code: 'not_found' });
  expect(
    await sql(`SELECT actor_name, data FROM audit_entry WHERE action = 'workspace.changed' ORDER BY at DESC`),
  ).toEqual([{ actor_name: 'Ada', data: { fields: ['picture'] } }]);
  await ada.call('workspace:set-picture', { pictureId: null });
  expect((await get(null, id)).status).toBe(401);
});

test('what nothing uses is removed after a day, with what the database does not know, and nothing else', async () => {
  const [used, left, fresh] = [await upload(ben), await upload(ben), await upload(ben)];
  await ben.call('user:update', { pictureId: used.id });
  await sql(`UPDATE file SET unused_since = now() - interval '25 hours' WHERE id = $1`, [left.id]);
  const stray = join(server.filesDir, 'ad', NOBODY);
  const old = new Date(Date.now() - 25 * 60 * 60_000);
  await upload(ben);
  for (const path of [stray, join(server.filesDir, 'incoming', 'half'), `${stray}.1.part`]) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, 'nobody knows of it');
    await utimes(path, old, old);
  }
  await sweepFiles(new Date(Date.now() - 24 * 60 * 60_000), AbortSignal.timeout(10_000));
  expect((await get(ben, used.id)).status).toBe(200);
  expect((await get(ben, fresh.id)).status).toBe(200);
  expect((await get(ben, left.id)).status).toBe(404);
  const names = (await readdir(server.filesDir, { recursive: true })).join(' ');
  expect(names).toContain(used.id);
  expect(names).not.toContain(left.id);
  expect(names).not.toMatch(/part|half/);
  expect(names).not.toContain(stray.split('/').at(-1));
});

test('one user’s unused pictures have a bound', async () => {
  const cy = await signUp(server.url, 'Cy');
  await sql(
    `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height)
     SELECT gen_random_uuid(), $1, 'picture', 'image/webp', 1, '\\x00', 256, 256 FROM generate_series(1, $2)`,
    [cy.id, limits.unusedFiles - 1],
  );
  const body = await picture().png().toBuffer();
  const statuses = await Promise.all([send(cy, body), send(cy, body)]);
  expect(statuses.map(({ status }) => status).sort()).toEqual([201, 409]);
});
