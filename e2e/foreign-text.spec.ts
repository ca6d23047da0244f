import type { Page } from '@playwright/test';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

/**
 * Every place in the page where letters of a right-to-left script could turn what stands beside them: text that
 * is in no element of its own direction, and labels, hints and titles that do not isolate it.
 */
async function loosePlaces(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const labels = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'];
    const found = [`title: ${document.title}`];
    for (const element of document.body.querySelectorAll('*'))
      for (const name of labels) found.push(`${name}: ${element.getAttribute(name) ?? ''}`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (!parent?.closest('bdi, [dir], script, style'))
        found.push(`${parent?.tagName}: ${walker.currentNode.nodeValue}`);
    }
    return found;
  });
  return texts.filter(isLoose);
}

/** Whether right-to-left letters stand outside U+2068 … U+2069. */
function isLoose(text: string): boolean {
  let depth = 0;
  return [...text].some((character) => {
    if (character === '\u2068') depth += 1;
    if (character === '\u2069') depth -= 1;
    return depth === 0 && /[\u0590-\u06ff]/.test(character);
  });
}

async function isCalm(person: Person, where: string): Promise<void> {
  expect.soft(await loosePlaces(person.page), where).toEqual([]);
}

test('what others wrote from right to left turns nothing around it, wherever it stands', async ({
  person,
}) => {
  test.setTimeout(90_000);
  const [ada, sarah, david] = [await person('Ada'), await person('שרה'), await person('דוד')];
  const channel = await channelOf([sarah, ada, david], {
    name: unique('ערוץ'),
    topic: 'על מה מדברים (3)',
  });
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [sarah.id] });
  await ada.call('conversation:create', { kind: 'direct', memberIds: [sarah.id, david.id] });
  await posts(sarah, channel, 'שלום https://example.com/שלום');
  const { page } = ada;

  await ada.visits(`/c/${direct.id}`);
  await isCalm(ada, 'the beginning of a direct conversation');
  await ada.comesTo(channel);
  await ada.sees('שלום');
  await isCalm(ada, 'a channel');

  await Promise.all([sarah.comesTo(channel), david.comesTo(channel)]);
  await sarah.composer.pressSequentially('אני');
  await expect(page.getByText(/is typing/)).toBeVisible();
  await isCalm(ada, 'one who types');
  await david.composer.pressSequentially('אני');
  await expect(page.getByText(/are typing/)).toBeVisible();
  await isCalm(ada, 'two who type');
  await sarah.says('מה שלומך?');
  await expect(page.locator('[aria-live=polite]').getByText('מה שלומך?')).toHaveCount(1);
  await isCalm(ada, 'an announcement');

  await ada.button('3 members').click();
  await expect(ada.details.getByText(/Created/)).toBeVisible();
  await expect(ada.details.getByRole('listitem').getByText(/[א-ת]/).first()).toBeVisible();
  await isCalm(ada, 'details');
  await page.keyboard.press('Escape');
  await expect(ada.details).toHaveCount(0);

  const dialogs: [title: string, open: () => Promise<void>][] = [
    ['Jump to a conversation', () => page.keyboard.press('Control+k')],
    ['Browse channels', () => ada.list.getByRole('button', { name: 'Browse channels' }).click()],
    ['New message', () => ada.button('New message').click()],
  ];
  for (const [title, open] of dialogs) {
    await open();
    const dialog = ada.dialog(title);
    await expect(dialog).toBeVisible();
    if (title === 'Browse channels') await dialog.getByLabel('Find a channel').fill(channel.name);
    if (title === 'New message') {
      await dialog.getByRole('combobox').fill(sarah.name);
      await dialog.getByRole('option', { name: sarah.name }).click();
    }
    await expect(dialog.getByText(title === 'New message' ? sarah.name : /[א-ת]/).first()).toBeVisible();
    await isCalm(ada, title);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});

test('marks piled on letters never paint over the message above or below', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'the line above', 'calm', 'the line below');
  await bob.comesTo(channel);
  await bob.sees('the line below');
  const lookAt = async () => {
    await bob.page.evaluate(() => document.fonts.ready);
    const lines = ['the line above', 'the line below'].map((text) =>
      bob.message(text).locator('[dir=auto]').screenshot({ animations: 'disabled' }),
    );
    return (await Promise.all(lines)).map((picture) => picture.toString('base64'));
  };
  const before = await lookAt();
  const [, calm] = (await ada.call('message:list', { conversationId: channel.id })).items;
  const marks =
    '\u0301\u0302\u0303\u0304\u0306\u0308\u030a\u030b\u030c\u0316\u0317\u0323\u0324\u0325\u0330\u0331'.repeat(
      4,
    );
  const piled = [...'calm and piled high'].map((letter) => letter + marks).join('');
  await ada.call('message:edit', { id: calm?.id ?? '', body: piled });
  await expect(bob.message('(edited)')).toBeVisible();
  expect(await lookAt()).toEqual(before);
});

test('a link shows the address that it opens', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(
    ada,
    channel,
    'first http://bank.com@evil.example/x',
    'second https://аррӏе.com/',
    'third https://example.com/\u202egnp.exe',
    'fourth https://example.com/plain?a=b#c',
  );
  await ada.comesTo(channel);
  for (const [text, address] of [
    ['first', 'http://evil.example/x'],
    ['second', 'https://xn--80ak6aa92e.com/'],
    ['third', 'https://example.com/%E2%80%AEgnp.exe'],
    ['fourth', 'https://example.com/plain?a=b#c'],
  ] as const) {
    const link = ada.message(text).getByRole('link');
    await expect(link).toHaveText(address);
    await expect(link).toHaveAttribute('href', address);
    await expect(link).toHaveAttribute('title', address);
    await expect(link).toHaveAttribute('rel', /noopener noreferrer/);
  }
});

test('whoever takes another’s name is told apart by the handle', async ({ person }) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  const channel = await channelOf([ada, bob, cleo]);
  const direct = await cleo.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  const handleOf = async ({ id }: Person) => `@${(await cleo.call('user:get', { id })).handle}`;
  await bob.call('user:update', { name: ada.name });
  const [handle, impostor] = [await handleOf(ada), await handleOf(bob)];
  // The impostor's begins like it.
  const own = new RegExp(`${handle}(?!\\d)`);
  await posts(ada, channel, 'I am Ada');
  await posts(bob, channel, 'So am I');

  await cleo.comesTo(channel);
  await expect(cleo.message('I am Ada')).not.toContainText('@');
  await expect(cleo.message('So am I')).toContainText(`${ada.name}${impostor}`);
  await expect(cleo.message('So am I')).toHaveAccessibleName(new RegExp(`^${ada.name} ${impostor} `));
  await cleo.button('3 members').click();
  const members = cleo.details.getByRole('listitem');
  await expect(members.filter({ hasText: own })).toHaveCount(1);
  await expect(members.filter({ hasText: impostor })).toContainText(ada.name);
  await cleo.page.keyboard.press('Escape');

  await cleo.button('New message').click();
  const options = cleo.dialog('New message').getByRole('option');
  await cleo.dialog('New message').getByRole('combobox').fill(ada.name);
  await expect(options.filter({ hasText: own })).toHaveCount(1);
  await expect(options.filter({ hasText: impostor })).toHaveCount(1);
  await cleo.page.keyboard.press('Escape');
  await expect(cleo.dialog('New message')).toBeHidden();

  await cleo.list.getByRole('link', { name: `${ada.name} ${impostor}` }).click();
  await expect(cleo.page).toHaveURL(`/c/${direct.id}`);
  await expect(cleo.main.getByRole('heading', { level: 1 })).toContainText(impostor);
});

test('one chooses one’s own handle, which nobody else has', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const taken = (await bob.call('user:me', {})).handle;
  await ada.visits();
  const settings = await ada.opensSection('Settings', 'Profile');
  await settings.getByLabel('Handle').fill(taken);
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings.getByLabel('Handle')).toHaveAttribute('aria-invalid', 'true');
  const handle = unique('countess');
  await settings.getByLabel('Handle').fill(`@${handle}`);
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByRole('group', { name: 'Your changes are saved.' })).toBeVisible();
  await ada.accountMenu.click();
  await expect(ada.page.getByRole('menu')).toContainText(`@${handle}`);
});
