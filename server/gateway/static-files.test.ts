import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compressBelow } from '#scripts/compress.ts';
import { withStaticFiles } from './static-files.ts';

const script = `console.log(${JSON.stringify('word '.repeat(2_000))});\n`;
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-static-'));
  await mkdir(join(folder, 'chunks'));
  await writeFile(join(folder, 'chunks', 'a1b2.js'), script);
  await writeFile(join(folder, 'chunks', 'font.woff2'), Buffer.alloc(2_000));
  await compressBelow(folder);
  server = createServer(withStaticFiles(folder, (asked, response) => response.writeHead(418).end(asked.url)));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** Asks for exactly this path, which `fetch` would tidy up, with the body as it came. */
async function ask(path: string, encoding = 'identity', method = 'GET') {
  const { port } = server.address() as AddressInfo;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, path, method, headers: { 'Accept-Encoding': encoding } }, resolve)
      .on('error', reject)
      .end();
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

test('a browser that knows Brotli gets what the build wrote, to keep for ever', async () => {
  const { status, headers, body } = await ask('/_next/static/chunks/a1b2.js', 'gzip, deflate, br, zstd');
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'text/javascript',
    'cache-control': 'public,max-age=31536000,immutable',
    vary: 'Accept-Encoding',
  });
  expect(body.length).toBeLessThan(200);
  expect(brotliDecompressSync(body).toString()).toBe(script);
});

test('others get gzip, or the file as it is', async () => {
  const zipped = await ask('/_next/static/chunks/a1b2.js', 'gzip');
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.body).toString()).toBe(script);
  const plain = await ask('/_next/static/chunks/a1b2.js?v=1');
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(script);
  expect((await ask('/_next/static/chunks/font.woff2', 'br')).headers['content-encoding']).toBeUndefined();
});

test('HEAD is answered without a body', async () => {
  const { status, body } = await ask('/_next/static/chunks/a1b2.js', 'identity', 'HEAD');
  expect([status, body.length]).toEqual([200, 0]);
});

test.each([
  '/',
  '/_next/static/chunks/unknown.js',
  '/_next/static/../static-files.test.ts',
  '/_next/static/%2e%2e/%2e%2e/etc/passwd',
  '/_next/static/%',
  '/_next/static/chunks',
])('%s is for the pages, unchanged', async (path) => {
  const { status, body } = await ask(path);
  expect([status, body.toString()]).toEqual([418, path]);
});

test('so is every other method', async () => {
  expect((await ask('/_next/static/chunks/a1b2.js', 'br', 'POST')).status).toBe(418);
});
