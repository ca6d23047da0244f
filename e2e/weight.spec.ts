import type { Page, Response } from '@playwright/test';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

// What a first visit loads before anything is opened, as the server sends it to a browser that knows Brotli.
// React and Next alone, as a page of one sentence has them, are some 112,000 bytes of a conversation's.

/** Bytes of script that may come over the network. */
const budgets = { 'sign-in': 4_000, 'sign-up': 4_000, conversation: 180_000 };

interface Script {
  path: string;
  bytes: number;
  text: string;
  encoding: string;
}

/** Every script that a page loads until it is quiet. */
async function scriptsOf(page: Page, visit: () => Promise<unknown>): Promise<Script[]> {
  const loaded: Promise<Script>[] = [];
  const note = (response: Response) => {
    if (response.request().resourceType() === 'script') loaded.push(readScript(response));
  };
  page.on('response', note);
  await visit();
  await page.waitForLoadState('networkidle');
  page.off('response', note);
  return Promise.all(loaded);
}

async function readScript(response: Response): Promise<Script> {
  return {
    path: new URL(response.url()).pathname,
    bytes: (await response.request().sizes()).responseBodySize,
    text: await response.text(),
    encoding: (await response.allHeaders())['content-encoding'] ?? '',
  };
}

function check(name: keyof typeof budgets, scripts: Script[]): void {
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  console.log(`${name}: ${bytes} bytes of script in ${scripts.length} files, ${budgets[name]} allowed`);
  for (const { path, encoding, text } of scripts) {
    // What the build made is sent as the build compressed it; the few other files as Next does.
    expect(encoding, `${path} is compressed`).toBe(path.startsWith('/_next/') ? 'br' : 'gzip');
    expect(text, `${path} makes no code from text`).not.toMatch(/\bnew Function\(|[^.\w]eval\(/);
    expect(text, `${path} holds no schemas`).not.toMatch(/invalid_type|unrecognized_keys/);
  }
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(budgets[name]);
}

test('the forms to sign in and to sign up load their own script alone', async ({ visitor }) => {
  for (const form of ['sign-in', 'sign-up'] as const) {
    const { page } = await visitor('Ada');
    const scripts = await scriptsOf(page, () => page.goto(`/${form}`));
    check(form, scripts);
    expect(scripts.map(({ path }) => path)).toEqual(['/account-form.js']);
    await expect(page.locator('button[type="submit"]')).toBeEnabled();
  }
});

test('a conversation loads what it needs before anything is opened, and the rest when somebody comes', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  // What they say is read for the page: what reads it comes later.
  await posts(ada, channel, 'one', '**two** of `them`', '- https://example.com');
  const first = await scriptsOf(ada.page, () => ada.comesTo(channel));
  check('conversation', first);
  await expect(ada.page.locator('[data-body] strong')).toHaveText('two');
  await expect(ada.page.locator('[data-body] li a')).toHaveText('https://example.com');
  expect(first.filter(({ text }) => text.includes('maxNesting'))).toEqual([]);
  // Icons are drawn from the page's own symbols.
  expect(first.filter(({ text }) => /lucide/i.test(text))).toEqual([]);

  const later: string[] = [];
  ada.page.on('request', (request) => {
    if (request.resourceType() === 'script') later.push(new URL(request.url()).pathname);
  });
  await ada.page.mouse.move(300, 300);
  await expect.poll(() => later.length).toBeGreaterThan(0);
  const known = new Set(first.map(({ path }) => path));
  expect(later.filter((path) => known.has(path))).toEqual([]);
});

test('a conversation can be read before its scripts are asked for', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'to be read at once');
  await ada.comesTo(channel);
  const times = await ada.page.evaluate(() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
    asked: performance
      .getEntriesByType('resource')
      .filter(({ name }) => /\/_next\/.*\.js$/.test(name))
      .map(({ startTime }) => startTime),
  }));
  expect(times.asked.length).toBeGreaterThan(3);
  expect(Math.min(...times.asked)).toBeGreaterThan(times.painted ?? Number.POSITIVE_INFINITY);
});

test('a page that nobody looks at loads its scripts all the same', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.context.addInitScript(() => {
    Object.defineProperty(document, 'hidden', { get: () => true });
    // Nothing is painted there.
    Reflect.deleteProperty(window, 'PerformanceObserver');
  });
  await ada.comesTo(channel);
  await ada.says('from behind');
  await expect(ada.messages).toContainText('from behind');
});

test('what is loaded later opens without the network too', async ({ person, expectComplaints }) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  // The shell is stored last, when everything it may need is.
  await expect.poll(() => ada.page.evaluate(async () => !!(await caches.match('/offline')))).toBe(true);
  await ada.context.setOffline(true);
  await ada.page.reload();
  await ada.isIn(channel.name);
  await ada.chooses('Keyboard shortcuts');
  await expect(ada.dialog('Keyboard shortcuts')).toBeVisible();
});
