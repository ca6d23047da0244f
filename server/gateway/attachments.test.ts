import { readdir } from 'node:fs/promises';
import { deflateRawSync, deflateSync } from 'node:zlib';
import pg from 'pg';
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MyConversation } from '#contract/conversations.ts';
import { type MessageFile, messageFile } from '#contract/files.ts';
import { limits } from '#contract/limits.ts';
import { sweepFiles } from '#domain/file-removal.ts';
import { removeRemains } from '#domain/message-deletion.ts';
import { indexSome } from '#domain/search-index.ts';
import { type Person, programOf, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let server: TestServer;
let ada: Person;
let ben: Person;
let cy: Person;
let secret: MyConversation;
let sql: pg.Client;

beforeAll(async () => {
  server = await startTestServer({ FILE_MAX_MB: '3', FILES_QUOTA_MB: '40' });
  ada = await signUp(server.url, 'Ada');
  ben = await signUp(server.url, 'Ben');
  cy = await signUp(server.url, 'Cy');
  secret = await ada.call('conversation:create', { kind: 'private', name: 'secret', memberIds: [ben.id] });
  sql = new pg.Client({ connectionString: server.databaseUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await server?.close();
});

const request = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}/api/v1${path}`, { signal: AbortSignal.timeout(15_000), ...init });

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

function post(person: Person | null, name: string, body: Uint8Array, more: Record<string, string> = {}) {
  return request(`/files?${new URLSearchParams({ name, ...more })}`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { 'Content-Type': 'application/octet-stream', ...person?.headers },
  });
}

async function upload(person: Person, name: string, body: Uint8Array, more: Record<string, string> = {}) {
  const response = await post(person, name, body, more);
  expect(response.status).toBe(201);
  return messageFile.parse(await response.json());
}

const get = (person: Person | null, id: string, query = '', headers = {}) =>
  request(`/files/${id}${query}`, { headers: { ...person?.headers, ...headers } });

const send = (person: Person, files: MessageFile[], body = '', conversationId: string = secret.id) =>
  person.call('message:send', {
    ...{ conversationId, clientId: uuidv7(), body },
    fileIds: files.map(({ id }) => id),
  });

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
}

/** All names under which something lies on the disk. */
async function lying(): Promise<string[]> {
  const found = await readdir(server.filesDir, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Lies on its side, and says where it was taken. */
const photo = (width = 1_200, height = 900) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'A camera' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer();

describe('a message with files', () => {
  test('carries what is told of them, in their order, also in history, and as it is asked for again', async () => {
    const note = await upload(ada, 'notes.txt', bytesOf('One line'));
    const image = await upload(ada, 'photo.jpg', await photo(), { alt: 'A red wall' });
    expect(note).toEqual({
      ...{ id: note.id, name: 'notes.txt', type: 'text/plain', kind: 'text', bytes: 8, alt: '' },
      ...{ width: null, height: null, duration: null, isAnimated: false, hasPreview: false },
    });
    const clientId = uuidv7();
    const input = { conversationId: secret.id, clientId, body: '', fileIds: [image.id, note.id] };
    const sent = await ada.call('message:send', input);
    expect(sent).toMatchObject({ body: '', files: [image, note] });
    expect(await ada.call('message:send', input)).toEqual(sent);
    const { items } = await ben.call('message:list', { conversationId: secret.id });
    expect(items.at(-1)).toEqual(sent);
    const changes = await ben.call('conversation:changes', {
      conversationId: secret.id,
      after: sent.version - 1,
    });
    expect(changes.items).toEqual([sent]);
  });

  test('is stored with each file once, and not at all without one of them', async () => {
    const [first, second] = [
      await upload(ada, 'a.txt', bytesOf('a')),
      await upload(ada, 'b.txt', bytesOf('b')),
    ];
    const { lastSeq } = await ada.call('conversation:get', { conversationId: secret.id });
    const tries = await Promise.all([first, first, first].map((file) => codeOf(send(ada, [file], 'once'))));
    expect(tries.sort()).toEqual(['done', 'invalid', 'invalid']);
    expect(await codeOf(send(ada, [first, second]))).toBe('invalid');
    expect(await codeOf(send(ben, [second]))).toBe('invalid');
    expect(await codeOf(send(ada, [{ ...second, id: messageFile.shape.id.parse(uuidv7()) }]))).toBe(
      'invalid',
    );
    expect((await ada.call('conversation:get', { conversationId: secret.id })).lastSeq).toBe(lastSeq + 1);
    // What was refused spoilt nothing.
    expect((await send(ada, [second])).files).toEqual([second]);
  });

  test('needs words or files, and no more files than ten', async () => {
    expect(await codeOf(send(ada, [], ' '))).toBe('invalid');
    const many = Array.from({ length: limits.messageFiles + 1 }, () => ({ id: uuidv7() }) as MessageFile);
    expect(await codeOf(send(ada, many, 'many'))).toBe('invalid');
    const twice = { id: uuidv7() } as MessageFile;
    expect(await codeOf(send(ada, [twice, twice], 'twice'))).toBe('invalid');
  });

  test('may lose its words, and what there is to see is said later, for everybody', async () => {
    const image = await upload(ada, 'photo.jpg', await photo());
    const message = await send(ada, [image], 'words');
    const edited = await ada.call('message:edit', { id: message.id, body: '' });
    expect(edited).toMatchObject({ body: '', files: [image] });
    expect(await codeOf(ben.call('file:update', { id: image.id, alt: 'mine' }))).toBe('forbidden');
    expect(await codeOf(cy.call('file:update', { id: image.id, alt: 'mine' }))).toBe('not_found');
    expect(await ada.call('file:update', { id: image.id, alt: 'A wall' })).toEqual({
      ...image,
      alt: 'A wall',
    });
    const read = await ben.call('conversation:changes', { conversationId: secret.id, after: edited.version });
    expect(read.items).toMatchObject([
      { id: message.id, version: edited.version + 1, files: [{ alt: 'A wall' }] },
    ]);
    // The same again is no change.
    await ada.call('file:update', { id: image.id, alt: 'A wall' });
    const { version } = await ada.call('conversation:get', { conversationId: secret.id });
    expect(version).toBe(edited.version + 1);
    // No later than a message is edited at all.
    await sql.query('UPDATE workspace SET edit_minutes = 5');
    await sql.query("UPDATE message SET created_at = created_at - interval '6 minutes' WHERE id = $1", [
      message.id,
    ]);
    await ada.call('file:update', { id: image.id, alt: 'A wall' });
    expect(await codeOf(ada.call('file:update', { id: image.id, alt: 'Another' }))).toBe('forbidden');
    await sql.query('UPDATE workspace SET edit_minutes = NULL');
    const now = await ada.call('conversation:changes', { conversationId: secret.id, after: edited.version });
    expect(now.items).toMatchObject([{ id: message.id, files: [{ alt: 'A wall' }] }]);
  });
});

describe('who is given a file', () => {
  test('its uploader until it is sent, then whoever reads the message, and nobody else', async () => {
    const note = await upload(ada, 'notes.txt', bytesOf('Only here'));
    const statuses = async () =>
      Promise.all([ada, ben, cy, null].map(async (person) => (await get(person, note.id)).status));
    expect(await statuses()).toEqual([200, 404, 404, 401]);
    await send(ada, [note]);
    expect(await statuses()).toEqual([200, 200, 404, 401]);
    expect(await codeOf(cy.call('file:info', { id: note.id }))).toBe('not_found');
    await ada.call('member:add', { conversationId: secret.id, userId: cy.id });
    expect(await statuses()).toEqual([200, 200, 200, 401]);
    const own = await upload(cy, 'own.txt', bytesOf('Cy was here'));
    await send(cy, [own]);
    const found = async () => [
      await codeOf(cy.call('file:info', { id: own.id })),
      (
        await request(`/uploads/${own.id}`, {
          method: 'HEAD',
          headers: { ...cy.headers, 'Tus-Resumable': '1.0.0' },
        })
      ).status,
    ];
    expect(await found()).toEqual(['done', 200]);
    await ada.call('member:remove', { conversationId: secret.id, userId: cy.id });
    expect(await statuses()).toEqual([200, 200, 404, 401]);
    // Not even to whoever brought it.
    expect(await found()).toEqual(['not_found', 404]);
  });

  test('a token with the scope read gets it, and one that may send brings one', async () => {
    const bot = await ada.call('bot:create', { name: 'Parrot', scopes: ['read', 'send'] });
    const program = programOf(server.url, bot.token.secret);
    await ada.call('member:add', { conversationId: secret.id, userId: bot.user.id });
    const headers = { Authorization: `Bearer ${bot.token.secret}` };
    const answered = await request('/files?name=log.txt', {
      ...{ method: 'POST', body: 'a line' },
      headers: { ...headers, 'Content-Type': 'application/octet-stream' },
    });
    const file = messageFile.parse(await answered.json());
    const sent = await program.call('message:send', {
      ...{ conversationId: secret.id, clientId: uuidv7(), body: '', fileIds: [file.id] },
    });
    expect(sent.files).toEqual([file]);
    expect(await (await request(`/files/${file.id}`, { headers })).text()).toBe('a line');
    const reader = await ada.call('token:create', { name: 'Reader', scopes: ['read'] });
    const refused = await request('/files?name=log.txt', {
      ...{ method: 'POST', body: 'a line' },
      headers: { Authorization: `Bearer ${reader.secret}`, 'Content-Type': 'application/octet-stream' },
    });
    expect(refused.status).toBe(403);
  });

  test('as bytes that do nothing, under its name, whole or in ranges', async () => {
    const name = 'Übersicht "Q3".txt';
    const note = await upload(ada, name, bytesOf('0123456789'));
    const whole = await get(ada, note.id);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="_bersicht _Q3_.txt"; filename*=UTF-8''%C3%9Cbersicht%20_Q3_.txt`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      'content-length': '10',
    });
    const etag = whole.headers.get('etag') ?? '';
    expect((await get(ada, note.id, '', { 'If-None-Match': etag })).status).toBe(304);
    const part = await get(ada, note.id, '', { Range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 2-4/10',
      '234',
    ]);
    const end = await get(ada, note.id, '', { Range: 'bytes=-3', 'If-Range': etag });
    expect([end.status, await end.text()]).toEqual([206, '789']);
    const changed = await get(ada, note.id, '', { Range: 'bytes=-3', 'If-Range': '"another"' });
    expect([changed.status, await changed.text()]).toEqual([200, '0123456789']);
    const beyond = await get(ada, note.id, '', { Range: 'bytes=10-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const head = await request(`/files/${note.id}`, { method: 'HEAD', headers: ada.headers });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
  });
});

describe('an image', () => {
  test('is encoded anew, upright, in three sizes, without a word of where it was taken', async () => {
    const file = await upload(ada, 'photo.jpeg', await photo());
    expect(file).toMatchObject({
      name: 'photo.jpeg',
      type: 'image/jpeg',
      kind: 'image',
      width: 900,
      height: 1_200,
    });
    for (const [query, type, width, height] of [
      ['', 'jpeg', 900, 1_200],
      ['?size=preview', 'webp', 600, 800],
      ['?size=large', 'webp', 900, 1_200],
    ] as const) {
      const served = await get(ada, file.id, query);
      expect(served.headers.get('content-disposition')).toMatch(/^inline/);
      const meta = await sharp(Buffer.from(await served.arrayBuffer())).metadata();
      expect(meta).toMatchObject({ format: type, width, height });
      expect([meta.exif, meta.orientation, meta.xmp, meta.iptc]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  test('that is small is its own large size, and one that moves goes on moving', async () => {
    const frames = ['#f00', '#00f'].map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    );
    const moving = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif({ delay: [90, 90] })
      .toBuffer();
    const file = await upload(ada, 'wave.gif', moving);
    expect(file).toMatchObject({
      type: 'image/gif',
      isAnimated: true,
      width: 40,
      height: 30,
      hasPreview: true,
    });
    const pagesOf = async (query: string) =>
      (
        await sharp(Buffer.from(await (await get(ada, file.id, query)).arrayBuffer()), {
          pages: -1,
        }).metadata()
      ).pages ?? 1;
    expect([await pagesOf(''), await pagesOf('?size=preview'), await pagesOf('?size=large')]).toEqual([
      2, 1, 1,
    ]);
  });
});

/** A PNG whose header says how large it unfolds, of nothing but zeros. */
function bomb(side: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes: Buffer) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(8 + body.length);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc(body), 4 + body.length);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * 200));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...[chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))],
  ]);
}

/** A ZIP of one entry that unfolds to so many bytes. */
function zipBomb(bytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(bytes));
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(bytes, 22);
  header.writeUInt16LE(4, 26);
  return Buffer.concat([header, Buffer.from('zero'), packed]);
}

const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const html = '<!doctype html><script>alert(document.cookie)</script>';
const jpeg = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer();
const gif = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
    .gif()
    .toBuffer();
const asText = { kind: 'text', type: 'text/plain', served: 'text/plain; charset=utf-8', how: 'attachment' };
const asBytes = { kind: 'other', served: 'application/octet-stream', how: 'attachment' };

describe('hostile files', () => {
  test.each<
    [title: string, name: string, body: () => Promise<Uint8Array> | Uint8Array, got: Record<string, unknown>]
  >([
    ['an SVG with a script', 'logo.svg', () => bytesOf(svg), { ...asText, name: 'logo.svg' }],
    ['the same with a declaration', 'a.svg', () => bytesOf(`<?xml version="1.0"?>${svg}`), asText],
    ['HTML named .png', 'cat.png', () => bytesOf(html), { ...asText, name: 'cat.png' }],
    ['HTML', 'index.html', () => bytesOf(html), asText],
    ['one byte', 'x', () => Uint8Array.of(0x41), { ...asText, bytes: 1 }],
    ['one byte that is no text', 'x', () => Uint8Array.of(0xff), { ...asBytes, bytes: 1 }],
    [
      'a JPEG that is HTML from its end on',
      'both.html',
      async () => Buffer.concat([await jpeg(), Buffer.from(html)]),
      {
        kind: 'image',
        type: 'image/jpeg',
        served: 'image/jpeg',
        how: 'inline',
        name: 'both.jpg',
        without: 'script',
      },
    ],
    [
      'a GIF that is a program',
      'gif.js',
      async () => Buffer.concat([await gif(), Buffer.from('*/=alert(1)')]),
      {
        kind: 'image',
        type: 'image/gif',
        served: 'image/gif',
        how: 'inline',
        name: 'gif.gif',
        without: 'alert',
      },
    ],
    ['a JPEG that ends too soon', 'half.jpg', async () => (await photo(600, 600)).subarray(0, 300), asBytes],
    [
      'a PDF with a script',
      'form.pdf',
      () => bytesOf('%PDF-1.7\n/OpenAction /JavaScript'),
      { kind: 'pdf', served: 'application/pdf', how: 'attachment' },
    ],
    [
      'a ZIP that unfolds to a gigabyte',
      'z.zip',
      () => zipBomb(2 ** 28),
      { ...asBytes, type: 'application/zip' },
    ],
    ['a program', 'setup.png', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]), asBytes],
    [
      'an image that no browser shows',
      'scan.tiff',
      () =>
        sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
          .tiff()
          .toBuffer(),
      { ...asBytes, type: 'image/tiff' },
    ],
    ['a path', '../../etc/passwd', () => bytesOf('root'), { ...asText, name: 'passwd' }],
    ['a path of Windows', 'C:\\Windows\\win.ini', () => bytesOf('ini'), { ...asText, name: 'win.ini' }],
    [
      'a name that turns around',
      'photo\u202Egnp.exe',
      () => bytesOf('exe'),
      { ...asText, name: 'photognp.exe' },
    ],
    [
      'a name with lines',
      'a\r\nSet-Cookie: b=c\u0007.txt',
      () => bytesOf('a'),
      { ...asText, name: 'aSet-Cookie_ b=c.txt' },
    ],
    ['a name of nothing', ' .\u200B. ', () => bytesOf('a'), { ...asText, name: 'file' }],
    ['a name of a device', 'CON.txt', () => bytesOf('a'), { ...asText, name: '_CON.txt' }],
    [
      'a long name',
      `${'é'.repeat(400)}.txt`,
      () => bytesOf('a'),
      { ...asText, name: `${'é'.repeat(limits.fileName - 4)}.txt` },
    ],
  ])('%s', async (_title, name, body, { served, how, without, ...told }) => {
    const file = await upload(ada, name, await body());
    expect(file).toMatchObject(told);
    const answer = await get(ada, file.id);
    expect(answer.headers.get('content-type')).toBe(served);
    expect(answer.headers.get('content-disposition')).toMatch(new RegExp(`^${how};`));
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const content = Buffer.from(await answer.arrayBuffer());
    if (without !== undefined) expect(content.includes(String(without))).toBe(false);
    await request(`/uploads/${file.id}`, {
      ...{ method: 'DELETE' },
      headers: { ...ada.headers, 'Tus-Resumable': '1.0.0' },
    });
    expect((await get(ada, file.id)).status).toBe(404);
  });

  test.each<[title: string, body: () => Uint8Array, status: number, words: string]>([
    ['a picture that unfolds to ten thousand million pixels', () => bomb(100_000), 400, '50 million pixels'],
    ['one byte more than a file may hold', () => new Uint8Array(3 * 1024 * 1024 + 1), 413, '3 MiB'],
    ['nothing', () => new Uint8Array(), 400, 'empty'],
  ])('%s is refused', async (_title, body, status, words) => {
    const before = await lying();
    const response = await post(ada, 'a.png', body());
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(words)]);
    expect(await lying()).toEqual(before);
  });

  test('what comes as a form, without a session or from another site is refused', async () => {
    const asked = (headers: Record<string, string>) =>
      request('/files?name=a', { method: 'POST', body: 'a', headers }).then(({ status }) => status);
    const bytes = { 'Content-Type': 'application/octet-stream' };
    expect(await asked({ ...ada.headers, 'Content-Type': 'text/plain' })).toBe(400);
    expect(await asked({ ...ada.headers, 'Content-Type': 'multipart/form-data' })).toBe(400);
    expect(await asked(bytes)).toBe(401);
    expect(await asked({ ...ada.headers, ...bytes, Origin: 'https://elsewhere.test' })).toBe(403);
  });
});

test('of sound and video it is told what their uploader said, and of nothing else', async () => {
  const ebml =
    '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff';
  const webm = (codecs: string) =>
    Buffer.concat([Buffer.from(ebml, 'hex'), Buffer.from(codecs), Buffer.alloc(64)]);
  const said = { duration: '61000', width: '640', height: '360' };
  const told = { duration: 61_000, width: 640, height: 360 };
  const none = { duration: null, width: null, height: null };
  expect(await upload(ada, 'a.webm', webm('V_VP9 A_OPUS'), said)).toMatchObject({ kind: 'video', ...told });
  const sound = await upload(ada, 'a.webm', webm('A_OPUS'), said);
  expect(sound).toMatchObject({ kind: 'audio', ...none, duration: 61_000 });
  expect((await get(ada, sound.id)).headers.get('content-disposition')).toBe('inline; filename="a.webm"');
  expect(await upload(ada, 'a.txt', bytesOf('a'), said)).toMatchObject({ kind: 'text', ...none });
  for (const wrong of [{ duration: '-1' }, { width: 'wide' }, { height: '100000' }, { colour: 'red' }])
    expect((await post(ada, 'a.webm', webm('V_VP9'), wrong)).status).toBe(400);
});

test('the beginning of a text is told in whole lines', async () => {
  const long = await upload(ada, 'long.txt', bytesOf('é is a line\n'.repeat(2_000)));
  const { text, isWhole } = await ada.call('file:text', { id: long.id });
  expect([isWhole, text.endsWith('line\n'), Buffer.byteLength(text) <= limits.fileText]).toEqual([
    false,
    true,
    true,
  ]);
  const short = await upload(ada, 'short.md', bytesOf('# Title'));
  expect(await ada.call('file:text', { id: short.id })).toEqual({ text: '# Title', isWhole: true });
  const image = await upload(ada, 'photo.jpg', await photo());
  expect(await codeOf(ada.call('file:text', { id: image.id }))).toBe('not_found');
});

test('files go a moment after their message is deleted, and come back with it before', async () => {
  const image = await upload(ada, 'photo.jpg', await photo());
  const message = await send(ada, [image], 'words');
  expect(await ada.call('message:delete', { id: message.id })).toMatchObject({ files: [] });
  expect((await get(ada, image.id)).status).toBe(404);
  await removeRemains();
  expect(await ada.call('message:restore', { id: message.id })).toMatchObject({ files: [image] });
  expect((await get(ben, image.id)).status).toBe(200);
  await ada.call('message:delete', { id: message.id });
  await sql.query(`UPDATE message_deletion SET deleted_at = now() - interval '1 minute'`);
  await removeRemains();
  expect((await sql.query('SELECT 1 FROM file WHERE id = $1', [image.id])).rows).toEqual([]);
  expect((await lying()).filter((name) => name.startsWith(image.id))).toEqual([]);
});

test('a reply and its copy share their files, and whichever stays keeps them', async () => {
  const root = await send(ada, [], 'root');
  const thread = await ada.call('message:thread', { id: root.id });
  const image = await upload(ada, 'photo.jpg', await photo());
  const reply = await ada.call('message:send', {
    ...{ conversationId: thread.id, clientId: uuidv7(), body: '', fileIds: [image.id], alsoInParent: true },
  });
  const { items } = await ben.call('message:list', { conversationId: secret.id });
  const copy = items.find((message) => message.inThread?.id === thread.id);
  expect([reply.files, copy?.files]).toEqual([[image], [image]]);
  await ada.call('file:update', { id: image.id, alt: 'A wall' });
  const after = await ben.call('message:list', { conversationId: secret.id });
  expect(after.items.find(({ id }) => id === copy?.id)?.files).toMatchObject([{ alt: 'A wall' }]);
  await ada.call('message:delete', { id: reply.id });
  await sql.query(`UPDATE message_deletion SET deleted_at = now() - interval '1 minute'`);
  await removeRemains();
  expect((await get(ben, image.id)).status).toBe(200);
  await ada.call('message:delete', { id: copy?.id ?? '' });
  await sql.query(`UPDATE message_deletion SET deleted_at = now() - interval '1 minute'`);
  await removeRemains();
  expect((await lying()).filter((name) => name.startsWith(image.id))).toEqual([]);
});

test('what nobody sent goes after a day, and what a removed message had with it', async () => {
  const [unsent, sent] = [await upload(ada, 'a.txt', bytesOf('a')), await upload(ada, 'b.txt', bytesOf('b'))];
  const message = await send(ada, [sent]);
  await sql.query(`UPDATE file SET unused_since = now() - interval '25 hours' WHERE id = $1`, [unsent.id]);
  const sweep = () => sweepFiles(new Date(Date.now() - 24 * 3_600_000), new AbortController().signal);
  await sweep();
  expect((await get(ada, unsent.id)).status).toBe(404);
  expect((await get(ada, sent.id)).status).toBe(200);
  // As retention and the deletion of conversations do.
  await sql.query('DELETE FROM message WHERE id = $1', [message.id]);
  expect((await get(ada, sent.id)).status).toBe(404);
  await sweep();
  expect((await lying()).filter((name) => [unsent.id, sent.id].some((id) => name.startsWith(id)))).toEqual(
    [],
  );
});

test('the files of a conversation are listed with those of its threads, and found by what they are called', async () => {
  const channel = await ada.call('conversation:create', {
    kind: 'public',
    name: 'files',
    memberIds: [ben.id],
  });
  const image = await upload(ada, 'lighthouse.jpg', await photo());
  const root = await send(ada, [image], 'look', channel.id);
  const thread = await ben.call('message:thread', { id: root.id });
  const note = await upload(ben, 'walrus-minutes.txt', bytesOf('a'));
  const reply = await send(ben, [note], '', thread.id);
  const all = await cy.call('file:list', { conversationId: channel.id });
  expect(all.items).toMatchObject([
    { file: note, messageId: reply.id, conversationId: thread.id, rootSeq: root.seq, authorId: ben.id },
    { file: image, messageId: root.id, conversationId: channel.id, rootSeq: null, seq: root.seq },
  ]);
  const first = await cy.call('file:list', { conversationId: channel.id, limit: 1 });
  const rest = await cy.call('file:list', {
    conversationId: channel.id,
    limit: 1,
    cursor: first.nextCursor ?? '',
  });
  expect([...first.items, ...rest.items]).toEqual(all.items);
  expect(rest.nextCursor).toBeNull();
  const ofKind = await cy.call('file:list', { conversationId: channel.id, kind: 'image' });
  expect(ofKind.items.map(({ file }) => file.id)).toEqual([image.id]);
  const ofThread = await cy.call('file:list', { conversationId: thread.id });
  expect(ofThread.items.map(({ file }) => file.id)).toEqual([note.id]);
  const found = async (q: string) =>
    (await cy.call('message:search', { q, conversationId: channel.id })).items.map(
      ({ message, highlights }) => [message.id, highlights],
    );
  // Before the index has them, and after.
  for (const _ of ['newer than the index', 'in the index']) {
    expect(await found('has:file')).toEqual([
      [reply.id, []],
      [root.id, []],
    ]);
    expect(await found('has:image')).toEqual([[root.id, []]]);
    expect(await found('walrus')).toEqual([[reply.id, []]]);
    expect(await found('look has:image')).toEqual([[root.id, [[0, 4]]]]);
    while ((await indexSome(null)) !== 0);
  }
});

test('a refusal says that the workspace is full, and its numbers say how full', async () => {
  await sql.query(
    `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height, name, kind, size)
     VALUES ($1, $2, 'attachment', 'text/plain', 41943040, '', 0, 0, 'large', 'text', 41943040)`,
    [uuidv7(), cy.id],
  );
  const response = await post(ben, 'a.txt', bytesOf('a'));
  expect([response.status, await response.text()]).toEqual([413, expect.stringContaining('no room')]);
  const usage = await ada.call('usage:get', {});
  expect(usage).toMatchObject({ filesQuota: 41_943_040 });
  expect(usage.filesSize).toBeGreaterThan(41_943_040);
  await sql.query(`DELETE FROM file WHERE name = 'large'`);
});
