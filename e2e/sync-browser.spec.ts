import type { Page } from '@playwright/test';
import { startSession } from '#e2e/people/api.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts } from '#e2e/people/test.ts';
import { keeps, keptText } from '#e2e/sync/browser-store.ts';
import { test } from '#e2e/sync/test.ts';

test.use({ serviceWorkers: 'allow' });

// What one browser keeps and shares between its tabs, where that goes wrong.
// Coming back may take as long as the longest wait between two tries: 20 seconds.
test.describe.configure({ timeout: 60_000 });

/** A page of the origin that runs nothing of ours. */
const bare = (url: string) => `${url}/api/v1/workspace`;

/** From now on whoever opens the cache waits: an upgrade of it waits for a connection that does not close. */
async function hangCache(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const first = indexedDB.open('parley-cache');
        first.onsuccess = () => {
          // A connection that nobody refers to is closed.
          Object.assign(window, { held: first.result });
          indexedDB.open('parley-cache', 1_000).onblocked = () => resolve();
        };
      }),
  );
}

/** Leaves the page, and keeps its cache from being opened again by another tab. */
async function leavesWithCacheHung(person: Person, url: string): Promise<void> {
  await person.page.goto('about:blank');
  const other = await person.tab();
  await other.page.goto(bare(url));
  await hangCache(other.page);
}

test('a page opens though the browser’s database does not answer', async ({
  person,
  line,
  expectComplaints,
}) => {
  expectComplaints('favicon.ico');
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'from the server');
  await ada.visits(line.at(channel));
  await keeps(ada.page, 'from the server');
  await leavesWithCacheHung(ada, line.url);
  await ada.page.goto(line.at(channel));
  await ada.sees('from the server');
  // What is typed before is kept, but Enter sends nothing yet.
  await expect(ada.composer).toHaveAttribute('data-read');
  await ada.says('still here');
});

test('the shell does not wait for a database that does not answer', async ({
  person,
  line,
  expectComplaints,
}) => {
  expectComplaints('favicon.ico');
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.visits(line.at(channel));
  await keeps(ada.page, channel.name);
  await leavesWithCacheHung(ada, line.url);
  await ada.page.goto(`${line.url}/offline`);
  await expect(ada.page.getByText('Nothing is kept here')).toBeVisible({ timeout: 15_000 });
});

test('offline it says that nothing is kept when the browser’s database does not answer', async ({
  person,
  line,
  expectComplaints,
}) => {
  expectComplaints('favicon.ico');
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.visits(line.at(channel));
  await keeps(ada.page, channel.name);
  await leavesWithCacheHung(ada, line.url);
  line.cut();
  await ada.page.goto(line.at(channel));
  await expect(ada.page.getByText('Nothing is kept here')).toBeVisible({ timeout: 15_000 });
});

test('what an earlier release cached is dropped, what it had not sent is sent', async ({
  person,
  line,
  expectComplaints,
}) => {
  expectComplaints('favicon.ico');
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await posts(ben, channel, 'on the server');
  await ada.page.goto(bare(line.url));
  await ada.page.evaluate(keepAsVersion1, {
    userId: ada.id,
    name: ada.name,
    conversationId: channel.id,
    clientId: crypto.randomUUID(),
  });
  expect(await keptText(ada.page)).toContain('cached by version 1');
  await ada.visits(line.at(channel));
  await expect(ada.messages).toHaveText([/on the server/, /written before the upgrade/]);
  await ben.comesTo(channel);
  await expect(ben.messages).toHaveText([/on the server/, /written before the upgrade/]);
  await expect(async () => expect(await keptText(ada.page)).not.toContain('"state":"sending"')).toPass();
  // Nothing waits any more: what is found of it from now on is in the cache.
  await keeps(ada.page, 'on the server', 'written before the upgrade');
  expect(await keptText(ada.page)).not.toContain('cached by version 1');
  line.cut();
  await ada.page.reload();
  await expect(ada.messages).toHaveText([/on the server/, /written before the upgrade/]);
});

test('a tab ends when somebody else signs in at this browser', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await ada.visits(line.at(channel));
  // The socket carries nothing any more: only the other tab can say so.
  line.silence();
  await startSession(ada.context.request, ben.account.email, ben.account.password);
  const other = await ada.tab();
  await other.visits(line.at(channel));
  await expect(ada.page.getByRole('alertdialog')).toBeVisible();
  await other.says('from Ben');
  await expect(other.message('from Ben')).toContainText(ben.name);
});

/** What the first release kept, in its shape; runs in the page. */
async function keepAsVersion1(of: {
  userId: string;
  name: string;
  conversationId: string;
  clientId: string;
}): Promise<void> {
  const createdAt = '2026-01-02T03:04:05.000Z';
  const me = { id: of.userId, name: of.name, email: 'ada@example.test', role: 'member', createdAt };
  const open = (name: string, upgrade: (database: IDBDatabase) => void) =>
    new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name, 1);
      opening.onupgradeneeded = () => upgrade(opening.result);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
  const written = (transaction: IDBTransaction) =>
    new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
    });

  const stores = ['owner', 'conversations', 'users', 'timelines', 'places'];
  const cache = await open('parley-cache', (database) => {
    for (const store of stores) database.createObjectStore(store);
  });
  const writing = cache.transaction(stores, 'readwrite');
  const workspace = { name: 'cached by version 1', openSignUp: true, empty: false };
  writing.objectStore('owner').put({ me, workspace }, 'owner');
  writing.objectStore('users').put({ ...me, name: 'cached by version 1' }, me.id);
  const timeline = { conversationId: of.conversationId, version: 1, messages: [], hasBefore: false };
  writing.objectStore('timelines').put(timeline, of.conversationId);
  const place = { conversationId: of.conversationId, size: 2, openedAt: 1 };
  writing.objectStore('places').put(place, of.conversationId);
  await written(writing);
  cache.close();

  const outbox = await open('parley-outbox', (database) => {
    database.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('userId', 'userId');
  });
  const sending = outbox.transaction('outbox', 'readwrite');
  const { userId, conversationId, clientId } = of;
  const body = 'written before the upgrade';
  const pending = { clientId, conversationId, body, createdAt, state: 'sending', reason: null, userId };
  sending.objectStore('outbox').put(pending);
  await written(sending);
  outbox.close();
}
