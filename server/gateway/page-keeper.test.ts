import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bridge } from '#bridge.ts';
import { type ConversationId, clientId } from '#contract/ids.ts';
import { ask } from '#gateway/testing/http.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';

let server: TestServer;
let ada: Person;
let bo: Person;
let channel: ConversationId;
/** How many pages were made. */
let made = 0;

/** Makes pages as Next does: of what the bridge gives, with the nonce of the request, in pieces. */
const pages: RequestListener = async (request, response) => {
  made += 1;
  const policy = String(request.headers['content-security-policy']);
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  const actor = await bridge().pageSession(request.headers.cookie ?? null);
  const input = bridge().input(
    new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  );
  const [conversationId = ''] = /[\da-f-]{36}/.exec(request.url ?? '') ?? [];
  const shown =
    input?.conversation ??
    (actor && (await bridge().conversation(actor, { conversationId, message: null, at: null })));
  const workspace = input?.workspace ?? shown?.snapshot.workspace ?? (await bridge().workspace());
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Link', '</font.woff2>; rel=preload');
  response.write(`<html><script nonce="${nonce}"></script>`);
  response.write(JSON.stringify([made, request.headers.cookie, policy, workspace]));
  response.end(`${JSON.stringify(shown)}<script nonce="${nonce}"></script></html>`);
};

beforeEach(async () => {
  made = 0;
  server = await startTestServer({}, async (request, response) => {
    try {
      await pages(request, response);
    } catch (error) {
      const isAbsent = error instanceof Error && 'code' in error && error.code === 'not_found';
      response.statusCode = isAbsent ? 404 : 503;
      response.end('failed');
    }
  });
  [ada, bo] = [await signUp(server.url, 'Ada'), await signUp(server.url, 'Bo')];
  const { id } = await ada.call('conversation:create', {
    kind: 'private',
    name: 'secret',
    memberIds: [bo.id],
  });
  channel = id;
});
afterEach(() => server.close());

const pageOf = (headers: Record<string, string>, path = `/c/${channel}`) =>
  ask(server.url, 'GET', path, { headers });
const post = (person: Person, body: string) =>
  person.call('message:send', { conversationId: channel, clientId: clientId.parse(randomUUID()), body });

/** A page without what differs in each answer. */
function bare({ text, headers }: Awaited<ReturnType<typeof pageOf>>): string {
  const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
  expect(text.split(`nonce="${nonce}"`)).toHaveLength(3);
  return text.replaceAll(nonce, '').replace(/"cursor":"[^"]+"/, '');
}

test('the same page is made once, and comes each time with the nonce and the cursor of that answer', async () => {
  await post(ada, 'hush');
  const first = await pageOf(ada.headers);
  expect(first.text).toContain('hush');
  const cursorOf = ({ text }: typeof first) => /"cursor":"([^"]+)"/.exec(text)?.[1];
  // Something elsewhere moves the cursor, and nothing that is seen; whatever else runs in that PostgreSQL may hold it up.
  await bo.call('user:update', { title: 'Gardener' });
  let again = first;
  await expect
    .poll(
      async () => {
        again = await pageOf(ada.headers);
        return cursorOf(again);
      },
      { timeout: 15_000 },
    )
    .not.toBe(cursorOf(first));
  expect(made).toBe(1);
  expect(bare(again)).toBe(bare(first));
  expect(again.headers.get('link')).toBe(first.headers.get('link'));
  // It is one that is understood: which conversations there are is known by it.
  const { conversationIds } = await ada.call('sync', { since: cursorOf(again) ?? '' });
  expect(conversationIds).toBeNull();
  for (const encoding of ['gzip', 'identity']) {
    const packed = await pageOf({ ...ada.headers, 'Accept-Encoding': encoding });
    expect(packed.headers.get('content-encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
    expect(bare(packed)).toBe(bare(first));
  }
  expect(made).toBe(1);
});

test('whatever is seen makes another page: a message, a name, the look of the browser', async () => {
  await pageOf(ada.headers);
  await post(bo, 'news');
  expect((await pageOf(ada.headers)).text).toContain('news');
  await bo.call('user:update', { name: 'Bodil' });
  expect((await pageOf(ada.headers)).text).toContain('Bodil');
  const dark = { Cookie: `${ada.headers.Cookie}; parley-theme=dark; elsewhere=1` };
  const { text } = await pageOf(dark);
  expect(text).toContain('parley-theme=dark');
  expect(text).not.toMatch(/elsewhere|session-token/);
  expect(made).toBe(4);
  await pageOf(dark);
  expect(made).toBe(4);
});

test('nobody gets the page of another, and nobody one they may not see any more', async () => {
  const hers = await pageOf(ada.headers);
  const his = await pageOf(bo.headers);
  expect(made).toBe(2);
  expect([hers.text.includes(ada.id), his.text === hers.text]).toEqual([true, false]);
  await ada.call('member:remove', { conversationId: channel, userId: bo.id });
  expect((await pageOf(bo.headers)).status).toBe(404);
  expect((await pageOf({})).text).not.toContain('secret');
});

test('the sign-in page is made once for everybody without a session, until the workspace is called otherwise', async () => {
  const first = await pageOf({}, '/sign-in');
  expect(bareOf(await pageOf({}, '/sign-in'))).toBe(bareOf(first));
  expect(made).toBe(1);
  await pageOf({}, '/sign-in?next=%2Fc%2F1');
  await pageOf(ada.headers, '/sign-in');
  expect(made).toBe(3);
  await ada.call('workspace:update', { name: 'Elsewhere' });
  expect((await pageOf({}, '/sign-in')).text).toContain('Elsewhere');
  expect(made).toBe(4);
});

const bareOf = ({ text }: Awaited<ReturnType<typeof pageOf>>) =>
  text.replaceAll(/nonce="[^"]*"|nonce-[^']*'/g, '');
