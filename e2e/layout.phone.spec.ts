import type { Locator } from '@playwright/test';
import type { Person } from '#e2e/people/person.ts';
import { tooSmall } from '#e2e/people/targets.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

/** Every sheet, by its title, and how a finger gets there from a conversation. */
function sheetsOf(person: Person, channel: string): [title: string, open: () => Promise<void>][] {
  const { list } = person;
  const fromList = (open: () => Promise<void>) => async () => {
    if (await list.isHidden()) await person.page.getByRole('button', { name: /^Back to conv/ }).tap();
    await open();
  };
  const fromChannel = (name: string | RegExp) => async () => {
    if (await list.isVisible()) await list.getByRole('link', { name: channel }).tap();
    await person.main.getByRole('button', { name }).first().tap();
  };
  return [
    ['Add people', fromChannel('Add people')],
    ['New channel', fromList(() => list.getByRole('button', { name: 'New channel' }).tap())],
    ['New message', fromList(() => list.getByRole('button', { name: 'New message' }).tap())],
    ['Browse channels', fromList(() => list.getByRole('button', { name: 'Browse channels' }).tap())],
    ['Keyboard shortcuts', fromList(() => person.chooses('Keyboard shortcuts'))],
  ];
}

/** When nothing moves any more. */
async function atRest({ page }: Person): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
}

/** The page is about one thing, and says what. */
async function hasOneMain({ page, main }: Person, where: string): Promise<void> {
  await expect.soft(main, `main of ${where}`).toHaveCount(1);
  await expect.soft(page.getByRole('heading', { level: 1 }), `h1 of ${where}`).toHaveCount(1);
}

test('the composer keeps its place and its height from empty to the first letter and back', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada], { name: `a-${'very-'.repeat(10)}long-name-${Date.now()}` });
  await ada.comesTo(channel);
  // Where it is too narrow for the whole label: Chromium asks the field, others its placeholder.
  await expect(ada.composer).toHaveCSS('text-overflow', 'ellipsis');
  const parts: Locator[] = [
    ada.composer,
    ada.composer.locator('..'),
    ada.button('Send'),
    ada.page.getByRole('log'),
  ];
  const boxes = () => Promise.all(parts.map((part) => part.boundingBox()));
  for (const width of [320, 390]) {
    await ada.page.setViewportSize({ width, height: 480 });
    await ada.composer.tap();
    const empty = await boxes();
    await ada.page.keyboard.type('x');
    await expect(ada.button('Send')).toHaveAttribute('aria-disabled', 'false');
    expect(await boxes(), `the first letter, ${width} px`).toEqual(empty);
    await ada.page.keyboard.press('Backspace');
    await expect(ada.button('Send')).toHaveAttribute('aria-disabled', 'true');
    expect(await boxes(), `empty again, ${width} px`).toEqual(empty);
  }
});

test('the composer’s text stands in the middle of its line', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const middleOf = () =>
    ada.composer.evaluate((field) => {
      const { paddingTop, lineHeight } = getComputedStyle(field);
      return (
        field.getBoundingClientRect().y + Number.parseFloat(paddingTop) + Number.parseFloat(lineHeight) / 2
      );
    });
  // Upright it has the line to itself.
  await ada.comesTo(channel);
  for (const text of ['', 'x']) {
    await ada.writes(text);
    const field = await ada.composer.boundingBox();
    expect((await middleOf()) - (field?.y ?? 0)).toBe((field?.height ?? 0) / 2);
  }
  await ada.writes('');
  await ada.page.setViewportSize({ width: 844, height: 390 });
  for (const text of ['', 'x']) {
    await ada.writes(text);
    const [card, send] = [
      await ada.composer.locator('..').boundingBox(),
      await ada.button('Send').boundingBox(),
    ];
    const line = await middleOf();
    expect(line - (card?.y ?? 0)).toBe((card?.height ?? 0) / 2);
    expect(line - (send?.y ?? 0)).toBe((send?.height ?? 0) / 2);
  }
});

test('no sheet raises the keyboard, and the focus is in it', async ({ person }) => {
  test.setTimeout(90_000);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await ada.comesTo(channel);
  for (const [title, open] of sheetsOf(ada, channel.name)) {
    await open();
    await expect(ada.dialog(title)).toBeVisible();
    const focus = await ada.dialog(title).evaluate((dialog) => ({
      isInside: dialog.contains(document.activeElement),
      isField: document.activeElement?.matches('input, textarea') ?? false,
    }));
    expect.soft(focus, title).toEqual({ isInside: true, isField: false });
    await ada.page.keyboard.press('Escape');
    await expect(ada.dialog(title)).toBeHidden();
  }
});

test('with the keyboard up, what is read and what is written stay in sight', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 30 }, (_, index) => `line ${index + 1}.`));
  await ada.call('conversation:read', { conversationId: channel.id, seq: 30 });
  await ada.comesTo(channel);
  await expect(ada.message('line 30.')).toBeInViewport({ ratio: 1 });
  await ada.composer.tap();
  await ada.page.setViewportSize({ width: 390, height: 480 });
  await expect(ada.message('line 30.')).toBeInViewport({ ratio: 1 });
  await expect(ada.composer).toBeInViewport({ ratio: 1 });
  await expect(ada.main.getByRole('heading', { level: 1 })).toBeInViewport({ ratio: 1 });
  await ada.writes('one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve');
  await expect(ada.message('line 30.')).toBeInViewport({ ratio: 1 });
  await expect(ada.button('Send')).toBeInViewport({ ratio: 1 });
});

test('with the keyboard up, a sheet keeps its title, its way out and its way on', async ({ person }) => {
  test.setTimeout(90_000);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await ada.page.setViewportSize({ width: 390, height: 480 });
  await ada.comesTo(channel);
  for (const [title, open] of sheetsOf(ada, channel.name)) {
    await open();
    await atRest(ada);
    const sheet = ada.dialog(title);
    await expect.soft(sheet, title).toBeInViewport({ ratio: 1 });
    await expect.soft(sheet.getByRole('heading', { name: title }), title).toBeInViewport({ ratio: 1 });
    await expect.soft(sheet.getByRole('button', { name: 'Close' }), title).toBeInViewport({ ratio: 1 });
    const send = sheet.locator('button[type="submit"]');
    if (await send.count()) await expect.soft(send, title).toBeInViewport({ ratio: 1 });
    const field = sheet.locator('input:not(.sr-only)').last();
    if (await field.count()) {
      await field.tap();
      await expect.soft(field, title).toBeInViewport({ ratio: 1 });
    }
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await expect(sheet).toBeHidden();
  }
});

test('every page has one main and one first heading, at every width', async ({
  person,
  visitor,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 404');
  const [ada, guest] = [await person('Ada'), await visitor('Guest')];
  const channel = await channelOf([ada]);
  const widths = [390, 1280];
  const at = async (who: Person, width: number) => who.page.setViewportSize({ width, height: 844 });
  await ada.comesTo(channel);
  for (const width of widths) {
    await at(ada, width);
    await hasOneMain(ada, `a conversation at ${width} px`);
  }
  await at(ada, 390);
  await ada.page.getByRole('button', { name: /^Back to conv/ }).tap();
  await expect(ada.list).toBeVisible();
  for (const width of widths) {
    await at(ada, width);
    await hasOneMain(ada, `the list at ${width} px`);
  }
  for (const path of ['/sign-in', '/sign-up', '/offline']) {
    await guest.page.goto(path);
    await expect(guest.page.getByRole('button').or(guest.page.getByRole('link')).first()).toBeVisible();
    await hasOneMain(guest, path);
  }
  await ada.page.goto('/nowhere');
  await hasOneMain(ada, 'nowhere');
});

test('a finger finds everything: 44 px each way', async ({ person, visitor }) => {
  test.setTimeout(90_000);
  const [ada, bob, guest] = [await person('Ada'), await person('Bob'), await visitor('Guest')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Good morning', 'How are you?');
  await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  for (const path of ['/sign-in', '/sign-up']) {
    await guest.page.goto(path);
    expect.soft(await tooSmall(guest.page, 44), path).toEqual([]);
  }
  await ada.comesTo(channel);
  expect.soft(await tooSmall(ada.page, 44), 'the conversation').toEqual([]);
  await ada.message('How are you?').focus();
  expect.soft(await tooSmall(ada.page, 44), 'a message that has the focus').toEqual([]);
  for (const [title, open] of sheetsOf(ada, channel.name)) {
    await open();
    await expect(ada.dialog(title)).toBeVisible();
    await atRest(ada);
    expect.soft(await tooSmall(ada.page, 44), title).toEqual([]);
    await ada.page.keyboard.press('Escape');
    await expect(ada.dialog(title)).toBeHidden();
  }
  await expect(ada.list).toBeVisible();
  expect.soft(await tooSmall(ada.page, 44), 'the list').toEqual([]);
  await ada.list.getByRole('link', { name: channel.name }).tap();
  await ada.button(channel.name).tap();
  await expect(ada.details.getByRole('listitem')).toHaveCount(2);
  expect.soft(await tooSmall(ada.page, 44), 'the details').toEqual([]);
  await ada.details.getByRole('button', { name: /^Back/ }).tap();
  await ada.page.getByRole('button', { name: /^Back to conv/ }).tap();
  await ada.accountMenu.tap();
  await atRest(ada);
  expect.soft(await tooSmall(ada.page, 44), 'the menu').toEqual([]);
});

test('the time stands beside a name, however short the name is', async ({ person }) => {
  const ada = await person('Al');
  // The handle of that name, so that none stands beside it.
  await ada.call('user:update', { name: 'Al', handle: 'al' });
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'Good morning');
  await ada.comesTo(channel);
  const head = ada.message('Good morning').locator('header');
  const gap = await head.evaluate((header) => {
    const name = document.createRange();
    const [author, time] = [header.querySelector('bdi'), header.querySelector('time')];
    if (!author || !time) throw new Error('There is no author or no time');
    name.selectNodeContents(author);
    return time.getBoundingClientRect().left - name.getBoundingClientRect().right;
  });
  expect(gap).toBeLessThan(16);
});
