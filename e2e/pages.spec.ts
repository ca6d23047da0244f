import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('without any script, the page of a conversation shows its messages', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada], { topic: 'For reading' });
  await posts(ada, channel, ...Array.from({ length: 60 }, (_, index) => `line ${index + 1}.`));
  const plain = await ada.device({ javaScriptEnabled: false });
  await plain.page.goto(`/c/${channel.id}`);
  await plain.isIn(channel.name);
  await expect(plain.message('line 60.')).toBeInViewport();
  await expect(plain.messages).toHaveCount(50);
  await expect(plain.main.getByText('For reading').first()).toBeVisible();
  await expect(plain.link(channel.name)).toHaveAttribute('aria-current', 'page');
  await plain.page.goto(`/c/${channel.id}?message=3`);
  await plain.sees('line 3.');
});

test('the browser goes on from the page it got, without asking for its messages again', async ({
  person,
}) => {
  const ada = await person('Ada');
  const [channel, other] = [await channelOf([ada]), await channelOf([ada])];
  await posts(ada, channel, 'one', 'two');
  await posts(ada, other, 'three');
  const asked: string[] = [];
  ada.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload))));
  ada.page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
  const pagesOf = ({ id }: { id: string }) =>
    asked.filter(
      (text) => text.includes(id) && /message:list|conversation:changes|\/messages|\/changes/.test(text),
    );

  await ada.comesTo(channel);
  await ada.sees('two');
  expect(pagesOf(channel)).toEqual([]);
  await ada.opens(other.name);
  await ada.sees('three');
  expect(pagesOf(other)).toHaveLength(1);
  await ada.opens(channel.name);
  await ada.sees('two');
  expect(pagesOf(channel)).toEqual([]);
});

test('switching conversations asks for no document; back and forward lead through them', async ({
  person,
}) => {
  const ada = await person('Ada');
  const [one, two] = [await channelOf([ada]), await channelOf([ada])];
  await posts(ada, one, 'first things');
  await posts(ada, two, 'second things');
  await ada.comesTo(one);
  const pages: string[] = [];
  ada.page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.resourceType() === 'document' || search.includes('_rsc') || pathname.startsWith('/c/'))
      pages.push(request.url());
  });
  await ada.opens(two.name);
  await ada.sees('second things');
  await expect(ada.page).toHaveURL(`/c/${two.id}`);
  await ada.opens('general');
  await ada.page.goBack();
  await ada.isIn(two.name);
  await ada.sees('second things');
  await ada.page.goBack();
  await ada.isIn(one.name);
  await ada.sees('first things');
  await expect(ada.page).toHaveTitle(`${one.name} · Parley`);
  await ada.page.goForward();
  await ada.isIn(two.name);
  await ada.seesNothingOf('first things');
  expect(pages).toEqual([]);
  await ada.page.reload();
  await ada.isIn(two.name);
  expect(pages).not.toEqual([]);
});

test('an address that leads nowhere says so and leads back', async ({ person, expectComplaints }) => {
  expectComplaints('the server responded with a status of 404');
  const ada = await person('Ada');
  for (const path of ['/nowhere', '/c/not-an-id', '/c/']) {
    const answer = await ada.page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(ada.page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  }
  await ada.page.getByRole('link', { name: 'Back to your conversations' }).click();
  await ada.isIn('general');
});

test('a link to a conversation survives signing in', async ({ person, visitor }) => {
  const [ada, guest] = [await person('Ada'), await visitor('Guest')];
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 60 }, (_, index) => `line ${index + 1}.`));
  await guest.page.goto(`/c/${channel.id}?message=4`);
  await expect(guest.page).toHaveURL(/\/sign-in\?next=/);
  await guest.signIn(ada.account);
  await expect(guest.page).toHaveURL(`/c/${channel.id}?message=4`);
  await expect(guest.message('line 4.')).toBeInViewport();
});

test('the page goes on only to its own pages after signing in', async ({ person, visitor }) => {
  const [ada, guest] = [await person('Ada'), await visitor('Guest')];
  for (const next of ['https://example.com/', '//example.com/', '/\\example.com', 'javascript:alert(1)']) {
    await guest.context.clearCookies();
    await guest.page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await guest.signIn(ada.account);
    await guest.isIn('general');
    // Without its cookie a page that is about to connect would be refused, and complain.
    await guest.isLive();
  }
});

test('the theme follows the system until one chooses, and the choice outlives a reload', async ({
  person,
}) => {
  const ada = await person('Ada', { colorScheme: 'dark' });
  const channel = await channelOf([ada]);
  const lightness = () =>
    ada.page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      if (!canvas) throw new Error('There is no canvas');
      canvas.fillStyle = getComputedStyle(
        document.querySelector('main')?.parentElement ?? document.body,
      ).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data[0] ?? 0;
    });
  const isDark = () => expect.poll(lightness).toBeLessThan(80);
  const isLight = () => expect.poll(lightness).toBeGreaterThan(200);

  await ada.comesTo(channel);
  await isDark();
  await ada.page.emulateMedia({ colorScheme: 'light' });
  await isLight();
  await ada.chooses('Dark');
  await isDark();
  await ada.page.reload();
  await isDark();
  // Already in the page that the server draws, so that nothing flashes.
  expect(await (await ada.context.request.get(`/c/${channel.id}`)).text()).toMatch(
    /<html[^>]*data-theme="dark"/,
  );
  await ada.isLive();
  await ada.chooses('Light');
  await isLight();
  await ada.page.emulateMedia({ colorScheme: 'dark' });
  await ada.page.reload();
  await isLight();
  await ada.isLive();
  await ada.chooses('System');
  await isDark();
});
