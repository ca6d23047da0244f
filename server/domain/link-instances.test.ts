import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v4 as uuidv4 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { clientId, type MessageId } from '#contract/ids.ts';
import { page, servePages } from '#platform/test-pages.ts';
import { Existing } from './existing.ts';
import { listChanges, sendMessage } from './messages.ts';
import { storeChannels, storePeople } from './test-people.ts';
import { openTestStore } from './test-store.ts';

// Real processes take part in the work, and one is killed in the middle of it.

const { url, sql } = await openTestStore(4);
const folder = mkdtempSync(join(tmpdir(), 'parley-previews-'));
const instanceFile = fileURLToPath(new URL('./test-link-instance.ts', import.meta.url));
const instances: ChildProcess[] = [];
let isSilent = true;
let waiting = 0;
const pages = await servePages({
  '/page': page('<title>Page</title>'),
  // As long as it says nothing, whoever reads it waits.
  '/silent': (request, response) => {
    waiting += 1;
    if (!isSilent) page('<title>Awake</title>')(request, response);
  },
});
afterAll(async () => {
  for (const instance of instances) instance.kill('SIGKILL');
  await pages.close();
  await rm(folder, { recursive: true });
});

async function startInstance(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [instanceFile, url, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  instances.push(child);
  await once(child.stdout, 'data');
  return child;
}

const [ada = expect.unreachable()] = await storePeople(sql, 1);
const [channel = expect.unreachable()] = await storeChannels(sql, 1, [ada]);
async function send(body: string): Promise<MessageId> {
  const sent = await sendMessage(ada, { conversationId: channel, clientId: clientId.parse(uuidv4()), body });
  return (sent instanceof Existing ? sent.value : sent).id;
}
const messages = async () =>
  (await listChanges(ada, { conversationId: channel, after: 0, limit: 200 })).items;

test('of several instances one reads the links of a message, which changes once', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, (_, index) => send(`${pages.url}/page?${index}`)));
  await Promise.all([startInstance(), startInstance(), startInstance()]);
  await expect
    .poll(async () => (await messages()).filter(({ previews }) => previews.length === 1).length, {
      timeout: 60_000,
    })
    .toBe(ids.length);
  expect(pages.asked).toHaveLength(ids.length);
  // Each took one `version` when it was sent and one when its page was read.
  expect((await messages()).map(({ version }) => version)).toEqual(
    ids.map((_, index) => ids.length + index + 1),
  );
  for (const instance of instances.splice(0)) {
    instance.kill('SIGKILL');
    await once(instance, 'exit');
  }
}, 120_000);

test('what an instance was reading when it was killed, another one reads', async () => {
  const id = await send(`${pages.url}/silent`);
  const first = await startInstance();
  await expect.poll(() => waiting, { timeout: 60_000 }).toBe(1);
  first.kill('SIGKILL');
  await once(first, 'exit');
  isSilent = false;
  await startInstance();
  await expect
    .poll(async () => (await messages()).find((message) => message.id === id)?.previews[0]?.title, {
      timeout: 60_000,
    })
    .toBe('Awake');
}, 120_000);
