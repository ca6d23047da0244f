import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

// The server draws the times; a browser elsewhere must not see them jump when its script arrives.

declare global {
  interface Window {
    seenTimes: string[];
  }
}

/** Runs in the page: notes every text that the time of the last message has had. */
function watchTimes() {
  window.seenTimes = [];
  const note = () => {
    const last = [...document.querySelectorAll('[role="log"] article')].at(-1);
    const text = last?.querySelector('time')?.textContent;
    if (text && !window.seenTimes.includes(text)) window.seenTimes.push(text);
  };
  new MutationObserver(note).observe(document, { childList: true, characterData: true, subtree: true });
}

test('whoever signs in gets their first page in their own time zone', async ({ newContext, person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'from long ago');
  const abroad = await newContext({ timezoneId: 'Asia/Tokyo' });
  const page = await abroad.newPage();
  await page.goto(`/sign-in?next=/c/${channel.id}`);
  const drawn: string[] = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest()) drawn.push(request.headers()['cookie'] ?? '');
  });
  await page.getByLabel('Email', { exact: true }).fill(ada.account.email);
  await page.getByLabel('Password', { exact: true }).fill(ada.account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('from long ago')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const documents = await page.evaluate(() => performance.getEntriesByType('navigation').length);
  expect([drawn.length, documents]).toEqual([1, 1]);
  expect(await page.locator('script[data-time-zone]').getAttribute('data-time-zone')).toBe('Asia/Tokyo');
});

test('a first visit from elsewhere shows each time once, in the own zone', async ({ person }) => {
  const ada = await person('Ada', { timezoneId: 'Asia/Tokyo' });
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one', 'two');
  await ada.page.addInitScript(watchTimes);
  await ada.comesTo(channel);
  await ada.sees('two');
  await ada.page.waitForLoadState('networkidle');
  const iso = (await ada.messages.last().locator('time').getAttribute('datetime')) ?? '';
  const options = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'Asia/Tokyo',
  } as const;
  const own = new Intl.DateTimeFormat('en', options).format(new Date(iso));
  expect(await ada.page.evaluate(() => window.seenTimes)).toEqual([own]);
});
