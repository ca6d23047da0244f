import { holdScripts } from '#e2e/people/hold-scripts.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('arrow keys walk through the messages, and from one of them to what it holds and back', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one', 'two https://example.com/a and https://example.com/b', 'three');
  await ada.comesTo(channel);
  await expect(ada.composer).toBeFocused();
  const press = (key: string) => ada.page.keyboard.press(key);
  await press('Shift+F6');
  await expect(ada.message('three')).toBeFocused();
  await press('ArrowUp');
  await expect(ada.message('two')).toBeFocused();
  await press('Home');
  await expect(ada.message('one')).toBeFocused();
  await press('End');
  await expect(ada.message('three')).toBeFocused();
  await press('PageUp');
  await expect(ada.message('one')).toBeFocused();
  await press('PageDown');
  await press('ArrowUp');
  const two = ada.message('two');
  const link = (name: string) => two.getByRole('link', { name: `https://example.com/${name}` });
  const more = two.getByRole('button', { name: 'More actions' });
  await expect(two).toBeFocused();
  await press('End');
  await press('ArrowUp');

  for (const key of ['Enter', 'ArrowRight']) {
    await press(key);
    await expect(link('a')).toBeFocused();
    await press('ArrowRight');
    await expect(link('b')).toBeFocused();
    await press('End');
    await expect(more).toBeFocused();
    // The tooltip that opened with the focus does not keep the key.
    await press('Escape');
    await expect(two).toBeFocused();
  }
  await press('ArrowRight');
  await press('ArrowLeft');
  await expect(two).toBeFocused();
  await press('ArrowRight');
  await press('ArrowDown');
  await expect(ada.message('three')).toBeFocused();
});

test('the messages are one stop of the Tab key and the conversations another, however many there are', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await Promise.all(Array.from({ length: 6 }, () => channelOf([ada])));
  const message = 'https://example.com/1 https://example.com/2 https://example.com/3';
  await posts(ada, channel, ...Array.from({ length: 12 }, (_, index) => `${message} line ${index}`));
  await ada.comesTo(channel);
  await ada.sees('line 11');
  const { keyboard } = ada.page;

  const stops: string[] = [];
  while (stops.at(-1) !== 'New channel') {
    await keyboard.press('Shift+Tab');
    stops.push(
      await ada.page.evaluate(() => {
        const focused = document.activeElement;
        if (focused?.closest('[data-entry]'))
          return focused.matches('[data-entry]') ? 'a message' : 'in a message';
        if (focused?.matches('nav li a')) return 'a conversation';
        return focused?.getAttribute('aria-label') ?? focused?.textContent ?? '';
      }),
    );
    expect(stops.length, stops.join(', ')).toBeLessThan(15);
  }
  expect(stops.filter((stop) => stop.endsWith('a message'))).toEqual(['a message']);
  expect(stops.filter((stop) => stop === 'a conversation')).toEqual(['a conversation']);
  expect(stops.length, stops.join(', ')).toBeLessThanOrEqual(13);

  // Arrow keys lead to the other conversations.
  await keyboard.press('Tab');
  await expect(ada.link(channel.name)).toBeFocused();
  // Forwards a message is one stop as well: its actions are in sight then, and still none.
  await keyboard.press('F6');
  await expect(ada.message('line 11')).toBeFocused();
  await expect(ada.message('line 11').getByRole('button', { name: 'View profile' })).toBeVisible();
  await keyboard.press('Tab');
  await expect(ada.button('Attach files')).toBeFocused();
  await keyboard.press('Tab');
  await expect(ada.composer).toBeFocused();
  await keyboard.press('F6');
  await expect(ada.link(channel.name)).toBeFocused();
  await keyboard.press('Home');
  await expect(ada.list.locator('li a').first()).toBeFocused();
  await keyboard.press('ArrowDown');
  await expect(ada.list.locator('li a').nth(1)).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(ada.list.locator('li a').first()).toBeFocused();
  // The views come before the conversations.
  const views = await ada.list.getByRole('list', { name: 'Overview' }).getByRole('link').count();
  for (let view = 0; view < views; view += 1) await keyboard.press('ArrowDown');
  await expect(ada.link('general')).toBeFocused();
  await keyboard.press('Enter');
  await ada.isIn('general');
});

test('Escape never leaves the focus out of sight', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 40 }, (_, index) => `line ${index}.`));
  await ada.comesTo(channel);
  await ada.sees('line 39.');
  const { keyboard } = ada.page;

  await test.step('from a message far up', async () => {
    await keyboard.press('Shift+F6');
    await keyboard.press('Home');
    await expect(ada.message('line 0.')).toBeFocused();
    await keyboard.press('Escape');
    await expect(ada.message('line 39.')).toBeInViewport({ ratio: 1 });
    await expect(ada.composer).toBeFocused();
  });

  await test.step('from a dialog, while the page below it moved', async () => {
    await keyboard.press('Shift+F6');
    await keyboard.press('Home');
    await expect(ada.message('line 0.')).toBeFocused();
    await keyboard.press('Control+/');
    await expect(ada.dialog('Keyboard shortcuts')).toBeVisible();
    await ada.page.locator('[data-scroller]').evaluate((scroller) => scroller.scrollTo(0, 0));
    await keyboard.press('Escape');
    await expect(ada.message('line 0.')).toBeFocused();
    await expect(ada.message('line 0.')).toBeInViewport({ ratio: 1 });
  });

  await test.step('from a dialog that was opened from the panel, and from the panel', async () => {
    await ada.button('1 member').focus();
    await keyboard.press('Enter');
    const add = ada.details.getByRole('button', { name: 'Add people' });
    await add.press('Enter');
    await expect(ada.dialog('Add people')).toBeVisible();
    await keyboard.press('Escape');
    await expect(ada.page.getByRole('dialog')).toHaveCount(0);
    await expect(add).toBeFocused();
    await keyboard.press('Escape');
    await expect(ada.details).toHaveCount(0);
    await expect(ada.button('1 member')).toBeFocused();
  });
});

test('a message that has the focus is whole, with its actions, below the name of the day', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 40 }, (_, index) => `line ${index}.`));
  await ada.comesTo(channel);
  await ada.sees('line 39.');
  await ada.page.keyboard.press('Shift+F6');
  for (let line = 38; line >= 10; line -= 1) {
    await ada.page.keyboard.press('ArrowUp');
    const row = ada.message(`line ${line}.`);
    await expect(row).toBeFocused();
    const [box, tools, day] = await Promise.all([
      row.boundingBox(),
      row.getByRole('toolbar').boundingBox(),
      ada.page.getByRole('log').getByRole('heading', { name: 'Today' }).boundingBox(),
    ]);
    const edge = (day?.y ?? 0) + (day?.height ?? 0);
    expect(Math.min(box?.y ?? 0, tools?.y ?? 0), `line ${line}`).toBeGreaterThanOrEqual(edge);
  }
});

test('the first key on a message waits for the script that answers it', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one', 'two');
  await ada.comesTo(channel, 1);
  await expect(ada.message('one')).toBeFocused();
  const release = await holdScripts(ada);
  await ada.page.keyboard.press('s');
  await expect(ada.message('one')).toBeFocused();
  release();
  await expect(ada.message('one').getByText('Saved for later')).toBeVisible();
  await expect(ada.composer).toHaveValue('');
});

test('so does the first right click', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'one', 'two');
  await ada.comesTo(channel);
  await ada.sees('one');
  const release = await holdScripts(ada);
  await ada.message('one').click({ button: 'right' });
  release();
  const menu = ada.page.getByRole('menu');
  await expect(menu).toBeVisible();
  await menu.getByRole('menuitem', { name: 'Edit message' }).click();
  await expect(ada.page.getByRole('textbox', { name: 'Edit message' })).toHaveValue('one');
});
