import { createServer, type RequestListener, type Server } from 'node:http';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { ask } from '#gateway/testing/http.ts';
import { preparePages } from '#gateway/testing/pages.ts';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer } from '#gateway/testing/server.ts';
import { database, openDatabase } from '#platform/database.ts';
import { listen } from '#platform/listen.ts';
import { replaceFailures } from './outage-page.ts';

const silent = pino({ level: 'silent' });

test('while the database is away, pages answer 503 and the shell is there; then they are back', async () => {
  const pages = await preparePages();
  const server = await startTestServer({}, pages.handle);
  const ada = await signUp(server.url, 'Ada');
  await database().pool.end();
  for (const path of ['/', '/sign-in', '/sign-up', '/c/019a0000-0000-7000-8000-00000000dead']) {
    for (const headers of [ada.headers, { ...ada.headers, 'Accept-Encoding': 'identity' }]) {
      const answer = await ask(server.url, 'GET', path, { headers });
      expect([path, answer.status]).toEqual([path, 503]);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(answer.headers.get('content-encoding')).toBeNull();
      expect(answer.text).toMatch(/^<!doctype html>[\s\S]*Parley is not available now[\s\S]*<\/html>\n$/);
    }
    const head = await ask(server.url, 'HEAD', path, { headers: ada.headers });
    expect([head.status, head.text]).toEqual([503, '']);
  }
  expect((await ask(server.url, 'GET', '/offline')).status).toBe(200);

  const back = openDatabase(server.databaseUrl, 2, silent);
  expect((await ask(server.url, 'GET', '/sign-in')).status).toBe(200);
  await back.close();
  await server.close();
  await pages.close();
});

describe('a failed answer', () => {
  let plain: Server;
  afterEach(() => {
    plain.closeAllConnections();
    return new Promise((done) => plain.close(done));
  });

  /** What comes of a page that answers as `pages` does. */
  async function answerOf(pages: RequestListener) {
    plain = createServer((request, response) => {
      replaceFailures(response, silent);
      pages(request, response);
    });
    const url = await listen(plain, { host: '127.0.0.1', port: 0 });
    const { status, text, headers } = await ask(url, 'GET', '/');
    return { status, text, cookie: headers.get('set-cookie') };
  }

  const unavailable = { status: 503, text: expect.stringContaining('not available'), cookie: null };

  test.each<[string, RequestListener]>([
    ['by its head', (_, response) => response.writeHead(500, { 'Content-Type': 'text/plain' }).end('x')],
    [
      'by its status',
      (_, response) => {
        response.statusCode = 500;
        response.end('x');
      },
    ],
    [
      'in pieces',
      (_, response) => {
        response.statusCode = 502;
        response.setHeader('Set-Cookie', 'a=b');
        response.setHeader('Content-Length', 100_000);
        response.write('a');
        response.write('b');
        response.end();
      },
    ],
    [
      'without a body',
      (_, response) => {
        response.statusCode = 500;
        response.flushHeaders();
        response.end();
      },
    ],
  ])('%s is replaced whole', async (_, pages) => {
    expect(await answerOf(pages)).toEqual(unavailable);
  });

  test.each<[string, RequestListener, number, string]>([
    ['is not one of 200', (_, response) => response.end('fine'), 200, 'fine'],
    ['is not one of 404', (_, response) => response.writeHead(404).end('gone'), 404, 'gone'],
    ['is not an honest 503', (_, response) => response.writeHead(503).end('{}'), 503, '{}'],
    [
      'is not one in pieces',
      (_, response) => {
        response.write('a');
        response.end('b');
      },
      200,
      'ab',
    ],
  ])('%s', async (_, pages, status, text) => {
    expect(await answerOf(pages)).toMatchObject({ status, text });
  });
});
