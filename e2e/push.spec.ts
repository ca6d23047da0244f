import type { CDPSession } from '@playwright/test';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { type PushService, startPushService, type TestBrowser, vapidOf } from '#platform/test-push.ts';
import { ensureWholeChromium } from '#scripts/chromium.ts';

// What is real: the settings page, the server, its jobs, the encryption and the signature, a push service over HTTP that
// takes the pushes and answers them, the decryption as a browser does it, the service worker and its notifications. What
// stands in: Chromium's own connection to Google's push service, which it can be pointed at no other one. So the page's
// `subscribe` answers a subscription whose keys are the test's, and what was decrypted with them reaches the service
// worker by Chromium's DevTools (`ServiceWorker.deliverPushMessage`).

test.use({ serviceWorkers: 'allow' });
// Service workers fetch all that the page may need before they are in charge.
test.describe.configure({ timeout: 240_000 });

let service: PushService;
test.beforeAll(async () => {
  service = await startPushService();
});
test.afterAll(() => service.close());

/** A browser that shows notifications, and a server that may push to this machine. */
const testPushing = test.extend<object, object>({
  launchOptions: [
    // Without a window and all that belongs to it, Chromium shows no notifications.
    async ({}, use, { project }) =>
      use({ ...project.use.launchOptions, executablePath: ensureWholeChromium() }),
    { scope: 'worker' },
  ],
  server: [
    async ({}, use) => {
      const installation = await createInstallation();
      const server = await startServer(installation, { OUTBOUND_ALLOW: 'loopback' });
      await use(server);
      await server.interrupt();
      await installation.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** A device whose browser subscribes with the push service of this test. */
async function subscribable(person: Person): Promise<TestBrowser> {
  const browser = service.subscribe();
  await person.context.grantPermissions(['notifications']);
  await person.page.addInitScript((given) => {
    const bytes = (text: string) =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    let key: ArrayBuffer | null = null;
    const subscription = {
      endpoint: given.endpoint,
      get options() {
        return { applicationServerKey: key, userVisibleOnly: true };
      },
      toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
      unsubscribe: async () => true,
    };
    Object.assign(PushManager.prototype, {
      getSubscription: async () => (key ? subscription : null),
      async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
        key = bytes(applicationServerKey).buffer;
        return subscription;
      },
    });
  }, browser.subscription);
  return browser;
}

/** Chromium's DevTools of a page's service worker. */
async function workerTools(
  person: Person,
): Promise<{ deliver(text: string): Promise<void>; end(): Promise<void> }> {
  const tools: CDPSession = await person.context.newCDPSession(person.page);
  const registered = new Promise<string>((resolve) => {
    tools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ isDeleted }) => !isDeleted);
      if (own) resolve(own.registrationId);
    });
  });
  await tools.send('ServiceWorker.enable');
  const registrationId = await registered;
  const { origin } = new URL(person.page.url());
  return {
    async deliver(data) {
      await tools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    },
    end: () => tools.detach(),
  };
}

const shownOn = (person: Person) =>
  person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ title, body, tag }) => ({ title, body, tag }));
  });

/** What was pushed to a browser, decrypted, once there is so much. */
async function pushesTo(browser: TestBrowser, count: number): Promise<string[]> {
  const path = new URL(browser.subscription.endpoint).pathname;
  const found = () => service.pushed.filter((one) => one.path === path);
  await expect.poll(() => found().length, { timeout: 20_000 }).toBe(count);
  return found().map(({ body }) => browser.decrypt(body));
}

async function turnsOn(person: Person): Promise<void> {
  await person.page.goto('/settings/notifications');
  await person.page.getByRole('switch', { name: 'Notifications' }).click();
  // The service worker first fetches all that the page may need without the network.
  const done = person.page.getByText('You are told here even while Parley is closed.');
  await expect(done).toBeVisible({ timeout: 60_000 });
}

testPushing(
  'a push reaches a service worker, which shows it, leads to it, and closes what was read',
  async ({ person }) => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    const browser = await subscribable(bob);
    await turnsOn(bob);
    await bob.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const tools = await workerTools(bob);
    const channel = await channelOf([ada, bob]);
    const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });

    // Nobody looks any more: the last window goes elsewhere.
    await bob.page.goto('about:blank');
    await posts(ada, channel, 'for nobody in particular');
    await posts(ada, direct, 'The **geese** are back');
    const [first = ''] = await pushesTo(browser, 1);
    expect(JSON.parse(first)).toMatchObject({ kind: 'show', tag: direct.id, body: 'The geese are back' });
    const pushed = service.pushed.at(-1);
    expect(pushed && vapidOf(pushed).aud).toBe(service.url);
    await tools.deliver(first);

    await bob.page.goto('/settings/notifications');
    await expect
      .poll(() => shownOn(bob))
      .toEqual([{ title: `\u2068${ada.name}\u2069`, body: 'The geese are back', tag: direct.id }]);

    // Read elsewhere: the server has it closed.
    const laptop = await bob.device();
    await laptop.comesTo({ id: direct.id });
    await laptop.sees('The geese are back');
    const [, second = ''] = await pushesTo(browser, 2);
    expect(JSON.parse(second)).toEqual({ kind: 'close', tag: direct.id, badge: 0 });
    await tools.deliver(second);
    await expect.poll(() => shownOn(bob)).toEqual([]);
    await tools.end();
  },
);

testPushing(
  'a device that shows the chat gets nothing, and a test says what came of it',
  async ({ person }) => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    const browser = await subscribable(bob);
    await turnsOn(bob);
    const tools = await workerTools(bob);
    await bob.page.getByRole('button', { name: 'Send a test' }).click();
    const [text = ''] = await pushesTo(browser, 1);
    await tools.deliver(text);
    await expect(bob.page.getByText('A notification was sent and has arrived.')).toBeVisible();
    expect(await shownOn(bob)).toMatchObject([{ title: 'It works' }]);

    service.answer(403);
    await bob.page.getByRole('button', { name: 'Send a test' }).click();
    await expect(bob.page.getByText('The push service refused it with the status 403.')).toBeVisible();
    service.answer(201);

    // Pushed all the same, as when the server has not heard yet that somebody looks: it is not shown.
    const payload = {
      kind: 'show',
      tag: unique('tag'),
      title: 'Ada',
      body: 'Hello',
      path: '/',
      at: '',
      badge: 1,
    };
    await tools.deliver(JSON.stringify(payload));
    await tools.deliver(JSON.stringify({ kind: 'close', tag: 'test', badge: 0 }));
    await expect.poll(() => shownOn(bob)).toEqual([]);

    const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
    // The phone gets it, this one does not.
    const phone = await bob.device();
    const phoneBrowser = await subscribable(phone);
    await turnsOn(phone);
    await phone.page.goto('about:blank');
    await bob.page.mouse.move(200, 200);
    await posts(ada, direct, 'He has it before him');
    const [onPhone = ''] = await pushesTo(phoneBrowser, 1);
    expect(JSON.parse(onPhone)).toMatchObject({ body: 'He has it before him' });
    await pushesTo(browser, 1);
    await tools.end();
  },
);

testPushing('blocked notifications are told as that', async ({ person }) => {
  const bob = await person('Bob');
  await bob.page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await bob.page.goto('/settings/notifications');
  await expect(bob.page.getByText('Notifications of this page are blocked in this browser')).toBeVisible();
});

testPushing('a page that is not pushed to alerts by itself while nobody looks at it', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  await bob.page.addInitScript(() => {
    Object.assign(PushManager.prototype, {
      getSubscription: async () => null,
      subscribe: () => Promise.reject(new Error('No push service')),
    });
  });
  await bob.context.grantPermissions(['notifications']);
  await bob.page.goto('/settings/notifications');
  await bob.page.getByRole('switch', { name: 'Notifications' }).click();
  const done = bob.page.getByText('You are told here while Parley is open.');
  await expect(done).toBeVisible({ timeout: 60_000 });
  await bob.page.getByRole('button', { name: 'Send a test' }).click();
  await expect(bob.page.getByText('A notification was shown by this page.')).toBeVisible();
  await expect.poll(() => shownOn(bob)).toMatchObject([{ title: 'It works' }]);
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  // Under Playwright every page is in somebody's sight: its service worker is told that none is.
  const [worker] = bob.context.serviceWorkers();
  await worker?.evaluate(
    () => void Object.assign(Reflect.get(globalThis, 'clients'), { matchAll: async () => [] }),
  );
  await posts(ada, direct, 'Hello there');
  await expect
    .poll(() => shownOn(bob))
    .toContainEqual({ title: ada.name, body: '1 new message', tag: direct.id });
  await expect(bob.page).toHaveTitle(/^\(1\) /);
});

testPushing('what another app shares is put into the composer of a conversation', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.page.goto('/share?title=Geese&text=Look+at+them&url=https%3A%2F%2Fgeese.example%2F');
  const dialog = ada.page.getByRole('dialog', { name: 'Share with' });
  await dialog.getByRole('combobox').fill(channel.name);
  await dialog.getByRole('option', { name: channel.name }).click();
  await ada.isIn(channel.name);
  await expect(ada.composer).toHaveText(/Geese[\s\S]*Look at them[\s\S]*https:\/\/geese\.example\//);
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  expect(items.filter(({ notice }) => !notice)).toEqual([]);
});

testPushing(
  'the app can be installed: its manifest is whole, and every icon of it is there',
  async ({ person }) => {
    const ada = await person('Ada');
    await ada.page.goto('/');
    const tools = await ada.context.newCDPSession(ada.page);
    const { errors, data } = await tools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? '{}');
    expect(manifest).toMatchObject({ display: 'standalone', share_target: { action: '/share' } });
    const { installabilityErrors } = await tools.send('Page.getInstallabilityErrors');
    // A window of a test keeps nothing, and installs nothing.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
    const shortcutIcons = manifest.shortcuts.flatMap(({ icons }: { icons: { src: string }[] }) => icons);
    for (const { src } of [...manifest.icons, ...shortcutIcons, { src: '/icons/badge-96.png' }]) {
      const answer = await ada.context.request.get(src);
      expect([answer.status(), answer.headers()['content-type']]).toEqual([
        200,
        expect.stringMatching(/^image\//),
      ]);
    }
  },
);
