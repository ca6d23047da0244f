import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import { ask } from '#gateway/testing/http.ts';
import { signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

let server: TestServer;
afterEach(() => server.close());

test('a page says how long its data took, and the rest until its first byte; what is no page says nothing', async () => {
  server = await startTestServer({}, async (request, response) => {
    if (request.url === '/file.css') {
      response.setHeader('Content-Type', 'text/css').end();
      return;
    }
    // As Next does: some questions at once, then the page.
    const actor = await bridge().pageSession(request.headers.cookie ?? null);
    if (actor) await Promise.all([bridge().call(actor, 'sync', {}), bridge().call(actor, 'user:me', {})]);
    await delay(30);
    response.setHeader('Content-Type', 'text/html').end('<p>secret</p>');
  });
  const ada = await signUp(server.url, 'Ada');
  const timingOf = async (path: string) =>
    (await ask(server.url, 'GET', path, { headers: ada.headers })).headers.get('server-timing');
  const both = await Promise.all([timingOf('/'), timingOf('/')]);
  for (const timing of both) {
    const [, db, render] = /^db;dur=([\d.]+), render;dur=([\d.]+)$/.exec(timing ?? '') ?? [];
    expect(Number(db), timing ?? '').toBeGreaterThan(0);
    expect(Number(render), timing ?? '').toBeGreaterThan(0);
  }
  expect(await timingOf('/file.css')).toBeNull();
});
