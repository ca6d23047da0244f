import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

test('two people write to each other and see it at once, without loading anything anew', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const documents: string[] = [];
  for (const { page } of [ada, bob])
    page.on('request', (request) => request.resourceType() === 'document' && documents.push(request.url()));

  await ada.says('Is anybody here?');
  await bob.sees('Is anybody here?');
  await bob.says('Yes, I am');
  await ada.sees('Yes, I am');
  await expect(ada.messages).toHaveText([/Ada.*Is anybody here\?$/, /Bob.*Yes, I am$/]);
  await expect(bob.messages).toHaveText([/Ada.*Is anybody here\?$/, /Bob.*Yes, I am$/]);
  expect(documents).toEqual([]);
});

test('Shift+Enter breaks the line, the button sends, white space alone does not go out', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);

  await ada.composer.fill('   ');
  await ada.composer.press('Enter');
  await ada.composer.fill('');
  await ada.composer.pressSequentially('first line');
  await ada.composer.press('Shift+Enter');
  await ada.composer.pressSequentially('  second line');
  await expect(ada.composer).toHaveValue('first line\n  second line');
  await ada.button('Send').click();
  await expect(ada.composer).toBeFocused();

  await expect(bob.messages).toHaveCount(1);
  const shown = bob.message('first line').locator('[dir=auto]');
  // As it was written, until what reads it is there.
  await expect.poll(() => shown.innerText()).toBe('first line\nsecond line');
});

const texts = {
  'emoji sequences': '👩🏽‍🚀👨‍👩‍👧‍👦🏳️‍🌈🇺🇳 1️⃣ ❤️ and ☺︎',
  'right-to-left': 'שלום, עולם (x < y)! مرحبا بالعالم 123',
  'combining marks': 'e\u0301 is not é; Z\u0351\u036b\u0343a\u0308lgo\u0323 ก็ํ่ हिन्दी क्षि',
  'odd spaces and signs': ' \t two  spaces\u00a0\u200b\u202etricky\u202c \ufffd\u{10ffff} ',
  'several lines': '\nstarts with a break\n\n\n    and    keeps\ttabs\n',
  'what could be markup': '</script><b>bold</b> &amp; &lt; <!-- x --> ${1} {{2}} [a](javascript:alert(1))',
};

test('any text arrives byte for byte and nothing of it vanishes, live, by history and on the page', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const bodies = bob.messages.locator('[data-body]');
  // A textarea knows one kind of line break only (HTML, "API value"), and so does HTML itself.
  const typed = Object.values(texts);
  const posted = ['carriage\r\nreturns\r'];

  for (const text of typed) await ada.says(text);
  await expect(bob.messages).toHaveCount(typed.length);
  await posts(ada, channel, ...posted);
  await expect(bob.messages).toHaveCount(typed.length + posted.length);
  expect(await bodies.evaluateAll(textsOf)).toEqual([...typed, ...posted].map(letters));
  const { items } = await bob.call('message:list', { conversationId: channel.id });
  expect(items.map(({ body }) => body)).toEqual([...typed, ...posted]);

  await bob.page.reload();
  await expect(bob.messages).toHaveCount(typed.length + posted.length);
  expect((await bodies.evaluateAll(textsOf)).slice(0, typed.length)).toEqual(typed.map(letters));
});

/** All but white space, which Markdown reads as the beginning and end of lines and blocks. */
function letters(text: string): string {
  return text.replace(/\s/g, '');
}

function textsOf(elements: Element[]): string[] {
  return elements.map((element) => (element.textContent ?? '').replace(/\s/g, ''));
}

test('the longest message fits; one more character is not sent and nothing is lost', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);

  const longest = '𝄞'.repeat(8_000);
  await ada.writes(`${longest}x`);
  await ada.composer.press('Enter');
  await expect(ada.page.getByText('This is 1 character too long')).toBeVisible();
  await expect(ada.composer).toHaveValue(`${longest}x`);
  await ada.says(longest);
  await expect(bob.messages).toHaveCount(1);
  expect(await bob.messages.locator('[dir=auto]').textContent()).toBe(longest);
});

test('markup is shown as text and runs no script', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const attack = '<img src=x onerror="window.hacked = true">';
  const channel = await channelOf([ada, bob], { name: unique(attack), topic: attack });
  await ada.call('user:update', { name: attack });
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.composer.fill(`${attack}<script>window.hacked = true</script>`);
  await ada.composer.press('Enter');

  await bob.sees(`${attack}<script>window.hacked = true</script>`);
  await expect(bob.message(attack).getByText(attack, { exact: true })).toBeVisible();
  for (const { page } of [ada, bob]) {
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  }
  await bob.page.reload();
  await bob.sees(attack);
  await expect(bob.page.locator('img[src="x"]')).toHaveCount(0);
  expect(await bob.page.evaluate(() => 'hacked' in window)).toBe(false);
});

test('web addresses can be followed, script addresses cannot', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.says('See https://example.com/a?b=1 and javascript:alert(1) and data:text/html,x');
  const links = ada.message('See').getByRole('link');
  await expect(links).toHaveCount(1);
  await expect(links).toHaveAttribute('href', 'https://example.com/a?b=1');
  await expect(links).toHaveAttribute('rel', /noopener/);
});

test('a message says who wrote it and when; those that follow at once share the head', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'one', 'two');
  await posts(bob, channel, 'three');
  await bob.comesTo(channel);
  for (const article of await bob.messages.all())
    await expect(article.getByRole('time')).toHaveAttribute('datetime', /^\d{4}-\d\d-\d\dT.*Z$/);
  await expect(bob.messages.nth(1)).toHaveAccessibleName(new RegExp(`^${ada.name} \\d`));
  await expect(bob.messages.getByRole('banner').or(bob.messages.locator('header'))).toHaveCount(2);
  await expect(bob.page.getByRole('heading', { name: 'Today' })).toBeVisible();
});

test('a link to a message is copied and leads to it', async ({ person }) => {
  const [ada, bob] = [
    await person('Ada', { permissions: ['clipboard-read', 'clipboard-write'] }),
    await person('Bob'),
  ];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, ...Array.from({ length: 60 }, (_, index) => `line ${index + 1}.`));
  await ada.comesTo(channel, 7);
  await expect(ada.message('line 7.')).toBeInViewport();
  await ada.message('line 7.').hover();
  await ada.message('line 7.').getByRole('button', { name: 'Copy link' }).click();
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  await bob.visits(link);
  await expect(bob.message('line 7.')).toBeInViewport();
  await expect(bob.message('line 7.')).toBeFocused();
});

test('unsent text is kept for each conversation, over switching and over a reload', async ({ person }) => {
  const ada = await person('Ada');
  const [one, two] = [await channelOf([ada]), await channelOf([ada])];
  await ada.comesTo(one);
  await ada.writes('half a thought');
  await ada.opens(two.name);
  await expect(ada.composer).toHaveValue('');
  await ada.writes('another one');
  await ada.opens(one.name);
  await expect(ada.composer).toHaveValue('half a thought');
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('half a thought');
  await ada.isLive();
  await ada.opens(two.name);
  await expect(ada.composer).toHaveValue('another one');
  await ada.says('another one, finished');
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('');
});
