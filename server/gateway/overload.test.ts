import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '#contract/limits.ts';
import { operations } from '#contract/operations.ts';
import { refusalOf } from '#gateway/testing/http.ts';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import type { TestSocket } from '#gateway/testing/socket.ts';
import { watchOverload } from '#platform/overload.ts';
import { priorityOf } from './priorities.ts';

let server: TestServer;
let ada: Person;
let socket: TestSocket;
let endWatching: () => void;

beforeAll(async () => {
  server = await startTestServer({ LIMIT_FACTOR: '1' });
  // Delays of 90 and 240 ms instead of 150 and 400: a server that does nothing for half a second at a time would wait too
  // long for its database, and refuse for that reason.
  endWatching = watchOverload(0.6);
  ada = await signUp(server.url, 'Ada');
  socket = await ada.connect();
});
afterAll(async () => {
  endWatching();
  socket.close();
  await server.close();
});

/** Keeps the event loop of this process, which is the server's, busy for so long at a time, until the end is called. */
function busy(ms: number): () => void {
  let isOver = false;
  const block = () => {
    const until = performance.now() + ms;
    while (performance.now() < until);
    if (!isOver) setImmediate(block);
  };
  block();
  return () => {
    isOver = true;
  };
}

const codeOf = async (name: string, input: object) => {
  const answer = await socket.ask(name, input);
  return answer.ok ? 'ok' : answer.error.code;
};

/** A server as busy as this may lose a connection to the database now and then; what it puts off stays put off. */
const goesOn = (name: string, input: object) =>
  expect.poll(() => codeOf(name, input), { timeout: 40_000 }).toBe('ok');

test('a busy server puts off searches and those far behind, a very busy one all but what cannot wait', async () => {
  const { id: conversationId } = await ada.call('conversation:create', { kind: 'private', name: 'busy' });
  const send = (body: string) => ({ conversationId, clientId: crypto.randomUUID(), body });
  let version = 0;
  for (let sent = 0; version <= limits.changes; sent += 90) {
    const some = Array.from({ length: 90 }, (_, count) =>
      socket.call('message:send', send(`${sent + count}`)),
    );
    version = Math.max(...(await Promise.all(some)).map((message) => message.version));
  }
  const search = { q: 'word' };
  const near = { conversationId, after: version - 1 };
  const far = { conversationId, after: 0 };
  await goesOn('message:search', search);
  await goesOn('conversation:changes', far);
  const { cursor } = await socket.call('sync', {});
  // What it asks for at once has connections from now on: a server as busy as this opens none in time.
  await socket.call('sync', { since: cursor });

  const endBusy = busy(150);
  await expect.poll(() => codeOf('message:search', search), { timeout: 15_000 }).toBe('unavailable');
  expect(await codeOf('conversation:changes', far)).toBe('unavailable');
  await goesOn('conversation:changes', near);
  await goesOn('message:list', { conversationId });
  const refused = await ada.rest('GET', '/search?q=word');
  expect(refusalOf(refused)).toMatchObject({ code: 'unavailable', retryAfter: expect.any(Number) });
  endBusy();

  const endVeryBusy = busy(350);
  await expect
    .poll(() => codeOf('message:list', { conversationId }), { timeout: 20_000 })
    .toBe('unavailable');
  expect(await codeOf('sync', {})).toBe('unavailable');
  await goesOn('sync', { since: cursor });
  await goesOn('message:send', send('still stored'));
  expect(await codeOf('message:list', { conversationId })).toBe('unavailable');
  endVeryBusy();
  await expect.poll(() => codeOf('message:search', search), { timeout: 15_000 }).toBe('ok');
}, 240_000);

test('what is put off first and never is what the operators’ page says', () => {
  const names = Object.keys(operations) as (keyof typeof operations)[];
  const of = (priority: string) => names.filter((name) => priorityOf(name, {}) === priority);
  expect(of('last')).toEqual(['message:search']);
  expect(of('first')).toEqual(expect.arrayContaining(['user:create', 'message:send', 'message:edit']));
  expect(of('usual')).toEqual(expect.arrayContaining(['sync', 'message:list', 'conversation:create']));
});
