import { returnTo } from '#e2e/people/return-to.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';
import { walk } from '#e2e/people/walk.ts';
import { Wire } from '#e2e/people/wire.ts';

test('a message tells the time of the day, however fresh, and all of it on hover', async ({ person }) => {
  const ada = await person('Ada', { timezoneId: 'Asia/Kolkata' });
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.says('now');
  const time = ada.message('now').getByRole('time');
  await expect(time).toHaveText(/^\d\d:\d\d$/);
  await expect(time).toHaveAttribute('title', /^\w+day, \d+ \w+ \d{4}, \d\d:\d\d$/);
  await expect(time).toHaveAttribute('datetime', /Z$/);
});

test('the name of the day has a strip of its own: no text is seen beside it or through it', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 40 }, (_, index) => `line ${index + 1}. `.repeat(12)));
  await ada.comesTo(channel);
  await ada.sees('line 40.');
  const strip = ada.page.getByRole('heading', { name: 'Today' }).locator('..');
  await expect(strip).toBeInViewport();
  const found = await strip.evaluate((element) => {
    const own = element.getBoundingClientRect();
    const rows = [...document.querySelectorAll('article')].map((row) => row.getBoundingClientRect());
    const below = rows.filter((row) => row.top < own.bottom - 4 && row.bottom > own.top + 4);
    const [, alpha = '1'] = /\/ ([\d.]+)\)$/.exec(getComputedStyle(element).backgroundColor) ?? [];
    return {
      below: below.length,
      covered: below.every((row) => row.left >= own.left && row.right <= own.right),
      alpha: Number(alpha),
      seen: [0.1, 0.5, 0.9].map((part) =>
        element.contains(document.elementFromPoint(own.left + own.width * part, own.top + own.height / 2)),
      ),
    };
  });
  expect(found.below).toBeGreaterThan(0);
  expect(found).toMatchObject({ covered: true, alpha: 1, seen: [true, true, true] });
});

test('the actions of a row below the strip are whole and can be pressed', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 40 }, (_, index) => `line ${index + 1}.\n`.repeat(3)));
  await ada.comesTo(channel);
  await ada.sees('line 40.');
  const strip = ada.page.getByRole('heading', { name: 'Today' }).locator('..');
  const { x = 0, y = 0, height = 0 } = (await strip.boundingBox()) ?? {};
  await ada.page.mouse.move(x + 100, y + height + 6);
  const toolbar = ada.page.getByRole('toolbar', { name: 'Message actions' }).filter({ visible: true });
  await expect(toolbar).toHaveCount(1);
  await expect(toolbar).toBeInViewport({ ratio: 1 });
  // Not pressed through by the strip: a click is received by the button itself.
  await toolbar.getByRole('button', { name: 'Copy link' }).click({ trial: true });
});

for (const screens of [0, 3])
  test(`a conversation that one comes back to ${screens} screens up is there at once, and whole a moment later`, async ({
    person,
    baseURL,
  }) => {
    const ada = await person('Ada');
    const [channel, other] = [await channelOf([ada]), await channelOf([ada])];
    const wire = await Wire.open(ada.context, baseURL ?? '');
    await wire.sendAll(
      channel.id,
      Array.from(
        { length: 240 },
        (_, index) => `message ${index + 1}${index % 9 ? '' : '\nand one more line'}`,
      ),
    );
    wire.close();
    await ada.comesTo(channel);
    await walk(ada.page, 'older', 14);
    await walk(ada.page, 'newer', 14 - screens);
    const loaded = await ada.messages.count();
    expect(loaded).toBeGreaterThan(140);
    await ada.opens(other.name);
    await expect(ada.messages).toHaveCount(0);

    const seen = await returnTo(ada.page, channel.id);
    expect(seen.first).toBeGreaterThan(20);
    expect(seen.first).toBeLessThan(screens === 0 ? 60 : 90);
    expect(seen.last).toBe(loaded);
    // Nobody sees the others come: what is in sight is in its place from the first picture on.
    expect(seen.stray).toBeLessThanOrEqual(1);
    await ada.isIn(channel.name);
  });

test('text from right to left begins beside its author', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'שלום לכולם', 'hello everybody', 'שלום לכולם '.repeat(60).trim());
  await ada.comesTo(channel);
  await ada.sees('hello everybody');
  const boxes = await ada.messages
    .locator('[dir=auto]')
    .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().toJSON()));
  const [short, latin, long] = boxes;
  expect(short.left).toBe(latin.left);
  expect(long.left).toBe(latin.left);
  expect(short.width).toBeLessThan(200);
  expect(long.width).toBeLessThan(600);
});

test('a # before a channel’s name is left out, for there is one already', async ({ person }) => {
  const ada = await person('Ada');
  const name = unique('hash');
  await ada.visits();
  await ada.button('New channel').click();
  const dialog = ada.dialog('New channel');
  await dialog.getByLabel('Name').fill(`# ${name}`);
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Without the #/);
  await dialog.getByRole('button', { name: 'Create channel' }).click();
  await ada.isIn(name);
  await expect(ada.main.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(ada.composer).toHaveAttribute('placeholder', `Message #${name}`);
});
