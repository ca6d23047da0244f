import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Person, signUp } from '#gateway/testing/people.ts';
import { startTestServer, type TestServer } from '#gateway/testing/server.ts';
import { storedDifferences } from './checker.ts';
import { type FaultyProxy, openFaultyProxy } from './faulty-proxy.ts';
import { createJournal, type Journal } from './journal.ts';
import { createRandom, type Random } from './random.ts';
import { createRestClient } from './rest-client.ts';
import { readStoredState } from './stored-state.ts';

// The promise broken on purpose: a client that makes a new clientId for each try, behind a proxy that cuts.

let server: TestServer;
let ada: Person;
let proxy: FaultyProxy;
let session: pg.Client;
let conversationId: string;
let journal: Journal;
/** Every connection is cut after just as many bytes as it is told. */
const exactly: Random = { ...createRandom(1), between: (_least, most) => most };

beforeAll(async () => {
  server = await startTestServer();
  ada = await signUp(server.url, 'Ada');
  proxy = await openFaultyProxy(Number(new URL(server.url).port), exactly);
  session = new pg.Client({ connectionString: server.databaseUrl });
  await session.connect();
});
afterAll(async () => {
  await session.end();
  await proxy.close();
  await server.close();
});
beforeEach(async () => {
  journal = createJournal();
  ({ id: conversationId } = await ada.call('conversation:create', { kind: 'private', name: 'Cut' }));
});

async function sendBehindCuts(clientIdOf?: (clientId: string) => string): Promise<string[]> {
  const client = createRestClient({
    name: 'rest-1',
    user: ada,
    conversationIds: [conversationId],
    proxies: [proxy.url],
    journal,
    random: createRandom(1),
    deadline: { at: Date.now() + 15_000 },
    ...(clientIdOf ? { clientIdOf } : {}),
  });
  // Some cuts fall into the request, some into the answer.
  for (let bytes = 200; bytes <= 1_600; bytes += 200) {
    proxy.cutMidFrame(60, bytes);
    proxy.cut(1);
    await client.send(conversationId, [`cut after ${bytes} bytes`], () => undefined);
  }
  return [...storedDifferences(journal, await readStoredState(session, [conversationId]))];
}

test('the same clientId for every try stores each message once', async () => {
  expect(await sendBehindCuts()).toEqual([]);
  expect(journal.counts.retried).toBeGreaterThan(3);
});

test('a new clientId for every try doubles messages, and that is reported', async () => {
  const differences = await sendBehindCuts(() => randomUUID());
  expect(differences).toContainEqual(
    expect.stringMatching(
      /is a message that nobody meant to send: its clientId \S+ is new, its text is "cut after \d+ bytes"\.$/,
    ),
  );
});
