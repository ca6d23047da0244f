import { readdir } from 'node:fs/promises';
import sharp from 'sharp';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageFile } from '#contract/files.ts';
import { sweepFiles } from '#domain/file-removal.ts';
import { startTestBucket, type TestBucket } from '#platform/test-bucket.ts';
import { type Person, signUp } from './testing/people.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

// Files kept in a bucket: whoever uploads, sends and reads them is told nothing of it.

let bucket: TestBucket;
let server: TestServer;
let ada: Person;

beforeAll(async () => {
  bucket = await startTestBucket();
  const { endpoint, bucket: name, keyId, secret } = bucket.settings;
  server = await startTestServer({
    ...{
      FILES_S3_ENDPOINT: endpoint,
      FILES_S3_BUCKET: name,
      FILES_S3_KEY_ID: keyId,
      FILES_S3_SECRET: secret,
    },
  });
  ada = await signUp(server.url, 'Ada');
});
afterAll(async () => {
  await server?.close();
  await bucket?.close();
});

const get = (path: string, headers = {}) =>
  fetch(`${server.url}/api/v1/files/${path}`, { headers: { ...ada.headers, ...headers } });

test('an image is kept there in its sizes, given from there, and removed', async () => {
  const body = await sharp({ create: { width: 1_000, height: 500, channels: 3, background: '#1a6' } })
    .png()
    .toBuffer();
  const answer = await fetch(`${server.url}/api/v1/files?name=green.png`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: { ...ada.headers, 'Content-Type': 'image/png' },
  });
  expect(answer.status).toBe(201);
  const file = messageFile.parse(await answer.json());
  const [conversation] = (await ada.call('conversation:list', {})).items;
  const message = await ada.call('message:send', {
    ...{ conversationId: conversation?.id ?? '', clientId: uuidv7(), body: '', fileIds: [file.id] },
  });
  expect(message.files).toEqual([file]);
  const sizes = [];
  for (const query of ['', '?size=preview', '?size=large']) {
    const served = await get(file.id + query);
    const { format, width } = await sharp(Buffer.from(await served.arrayBuffer())).metadata();
    sizes.push([served.headers.get('content-length') !== null, format, width]);
  }
  expect(sizes).toEqual([
    [true, 'png', 1_000],
    [true, 'webp', 800],
    [true, 'webp', 1_000],
  ]);
  const part = await get(file.id, { Range: 'bytes=1-3' });
  expect([part.status, await part.text()]).toEqual([206, 'PNG']);
  // Nothing is left where it came in.
  expect(await readdir(`${server.filesDir}/incoming`)).toEqual([]);
  await ada.call('message:delete', { id: message.id });
  expect((await get(file.id)).status).toBe(404);
});

test('what nobody knows there is swept away', async () => {
  const { files } = await import('#platform/files.ts');
  const unknown = uuidv7();
  await files().keep(unknown, Buffer.from('left'));
  await sweepFiles(new Date(Date.now() + 60_000), new AbortController().signal);
  expect(await files().open(unknown)).toBeNull();
});
