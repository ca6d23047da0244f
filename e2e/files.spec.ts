import { isFine } from '#e2e/people/axe.ts';
import { attaches, isUploaded, pictureOf, textFile, tray } from '#e2e/people/files.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const offline = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/;

test('images and other files arrive with their message, and an image opens by the keyboard', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  const [red, blue] = [await pictureOf('red.png', '#c33'), await pictureOf('blue.png', '#33c', 200, 320)];
  await attaches(ada, red, blue, textFile('notes.txt', `${'one line\n'.repeat(40)}the last`));
  await isUploaded(ada, 3);
  await tray(ada).getByRole('textbox', { name: 'Description of red.png' }).fill('A red wall');
  await isFine(ada, 'attached files', '[data-composing]');
  await ada.says('Three of them');
  await expect(tray(ada)).toHaveCount(0);

  const message = bob.message('Three of them');
  await expect(message.getByRole('img', { name: 'A red wall' })).toBeVisible();
  await expect(message.getByRole('img', { name: 'blue.png' })).toBeVisible();
  await expect(message.getByText('one line').first()).toBeVisible();
  await message.getByRole('button', { name: 'Show more' }).click();
  await expect(message.getByText('the last')).toBeVisible();
  await isFine(bob, 'a message with files', '[data-files]');

  await message.getByRole('button', { name: 'Open A red wall' }).focus();
  await bob.page.keyboard.press('Enter');
  const box = bob.page.getByRole('dialog', { name: 'red.png' });
  await expect(box.getByRole('img', { name: 'A red wall' })).toBeVisible();
  await isFine(bob, 'an open image', '[role="dialog"]');
  await bob.page.keyboard.press('ArrowRight');
  await expect(bob.page.getByRole('dialog', { name: 'blue.png' })).toBeVisible();
  const downloading = bob.page.waitForEvent('download');
  await bob.page.getByRole('link', { name: 'Download blue.png' }).last().click();
  expect((await downloading).suggestedFilename()).toBe('blue.png');
  await bob.page.keyboard.press('Escape');
  await expect(bob.page.getByRole('dialog')).toHaveCount(0);
  await expect(message.getByRole('button', { name: 'Open A red wall' })).toBeFocused();
});

test('nothing moves while an image comes, and a reload has it in its place', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints('ERR_FAILED');
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await attaches(ada, await pictureOf('wide.png', '#3c3', 1_200, 600));
  await isUploaded(ada, 1);
  await ada.composer.press('Enter');
  const image = ada.messages.getByRole('img', { name: 'wide.png' });
  await expect(image).toBeVisible();
  const before = await image.locator('..').boundingBox();
  await ada.page.route('**/api/v1/files/**', (route) => route.abort());
  await ada.page.reload({ waitUntil: 'commit' });
  await expect(ada.messages.first().getByRole('listitem')).toBeVisible();
  const after = await ada.messages.first().getByRole('listitem').boundingBox();
  expect([after?.width, after?.height]).toEqual([before?.width, before?.height]);
});

test('what is attached without a network outlives a reload and is sent, once, with its files', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(offline);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  // What attaches is here by then.
  await attaches(ada, textFile('first.txt', 'first'));
  await isUploaded(ada, 1);
  await ada.says('With a network');
  await bob.sees('With a network');
  await ada.goesOffline();
  await attaches(ada, await pictureOf('tunnel.png', '#333'), textFile('list.txt', 'on the list'));
  await expect(tray(ada).getByText('Waiting')).toHaveCount(2);
  await ada.says('From the train');
  await expect(ada.message('From the train').getByText('Sending', { exact: true })).toBeVisible();
  await ada.says('And a word more');
  await ada.page.goto('about:blank');
  await ada.context.setOffline(false);
  await ada.comesTo(channel);
  await expect(bob.messages).toHaveText([/With a network/, /From the train/, /And a word more/]);
  await expect(bob.message('From the train').getByRole('img', { name: 'tunnel.png' })).toBeVisible();
  await expect(bob.message('From the train').getByText('on the list')).toBeVisible();
  const { items } = await bob.call('message:list', { conversationId: channel.id });
  expect(items.map(({ files }) => files.map(({ name }) => name))).toEqual([
    ['first.txt'],
    ['tunnel.png', 'list.txt'],
    [],
  ]);
});

test('what is attached and not sent stands there again after a reload', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await attaches(ada, textFile('kept.txt', 'kept'));
  await isUploaded(ada, 1);
  await ada.page.reload();
  await ada.isLive();
  await expect(tray(ada).getByText('kept.txt')).toBeVisible();
  await ada.button('Remove kept.txt').click();
  await expect(tray(ada)).toHaveCount(0);
  await expect(ada.composer).toBeFocused();
  await ada.page.reload();
  await ada.isLive();
  await expect(tray(ada)).toHaveCount(0);
});

test('a file that is refused says why, holds the message back, and takes nothing of the text', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/413/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  let isRefused = true;
  await ada.page.route('**/api/v1/uploads', async (route) => {
    if (!isRefused) return route.continue();
    // The server's own answer to one that is too large, without making one.
    await route.continue({ headers: { ...route.request().headers(), 'upload-length': `${3 * 1024 ** 3}` } });
  });
  await ada.writes('Here it is');
  await attaches(ada, textFile('large.txt', 'much'), textFile('', ''));
  await expect(tray(ada).getByText('Not uploaded')).toHaveCount(2);
  await expect(tray(ada).getByText('It is empty.')).toBeVisible();
  const why = 'To send the message, remove large.txt and file.';
  await expect(ada.main.getByText(why)).toBeVisible();
  await ada.composer.press('Enter');
  await expect(ada.page.locator('[data-announcer]').getByText(why)).toHaveCount(1);
  await ada.button('Send').press('Enter');
  await expect(ada.page.locator('[data-announcer]').getByText(why)).toHaveCount(2);
  await expect(ada.composer).toHaveValue('Here it is');
  await expect(ada.messages).toHaveCount(0);
  await isFine(ada, 'refused files', '[data-composing]');
  // What is empty stays so.
  await expect(ada.page.getByRole('button', { name: /^Try / })).toHaveAccessibleName('Try large.txt again');

  isRefused = false;
  await ada.page.getByRole('button', { name: 'Try large.txt again' }).click();
  await expect(ada.button('Remove large.txt')).toBeVisible();
  await tray(ada)
    .getByRole('button', { name: /^Remove / })
    .last()
    .click();
  await isUploaded(ada, 1);
  await ada.composer.press('Enter');
  await expect(ada.message('Here it is').getByText('large.txt')).toBeVisible();
});

test('a file that is larger than any may be is not tried again', async ({ person, expectComplaints }) => {
  expectComplaints(/413/);
  const ada = await person('Ada');
  await ada.comesTo(await channelOf([ada]));
  await ada.page.route('**/api/v1/uploads', async (route) => {
    const headers = { ...route.request().headers(), 'upload-length': `${3 * 1024 ** 3}` };
    const response = await route.fetch({ headers });
    const most = response.headers()['tus-max-size'];
    expect(Number(most)).toBeGreaterThan(1);
    await route.fulfill({ response, headers: { ...response.headers(), 'tus-max-size': '1' } });
  });
  await attaches(ada, textFile('large.txt', 'much'));
  await expect(tray(ada).getByText('Not uploaded')).toBeVisible();
  await expect(ada.main.getByText('To send the message, remove large.txt.')).toBeVisible();
  await expect(ada.page.getByRole('button', { name: /^Try / })).toHaveCount(0);
});

test('a message that waits for its files is cancelled as a whole', async ({ person, expectComplaints }) => {
  expectComplaints(/net::ERR|404/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  // The line stands still in the middle of it.
  await ada.page.route('**/api/v1/uploads/*', (route) =>
    route.request().method() === 'PATCH' ? undefined : route.continue(),
  );
  await attaches(ada, textFile('slow.txt', 'slow'));
  await expect(tray(ada).getByRole('progressbar')).toBeVisible();
  await ada.says('Never mind');
  await expect(ada.message('Never mind').getByText('slow.txt')).toBeVisible();
  await ada.message('Never mind').getByRole('button', { name: 'Cancel' }).click();
  await ada.seesNothingOf('Never mind');
  await ada.says('Something else');
  await expect(ada.message('Something else')).not.toContainText('Sending');
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  expect(items.map(({ body }) => body)).toEqual(['Something else']);
});

test('files are dropped on a conversation, and pasted where one writes', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  const dragged = await ada.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
    return data;
  });
  await ada.page.dispatchEvent('main', 'dragenter', { dataTransfer: dragged });
  const area = ada.page.getByText('Drop files to attach them');
  await expect(area).toBeVisible();
  await area.dispatchEvent('drop', { dataTransfer: dragged });
  await expect(area).toHaveCount(0);
  await expect(tray(ada).getByText('dropped.txt')).toBeVisible();

  await ada.composer.evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(tray(ada).getByText('pasted.txt')).toBeVisible();
  await isUploaded(ada, 2);
  await ada.composer.press('Enter');
  await expect(ada.messages.getByText('dropped.txt')).toBeVisible();
});

test('an image that was sent is described later, and everybody has the description', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await attaches(ada, await pictureOf('plan.png', '#c93'));
  await isUploaded(ada, 1);
  await ada.composer.press('Enter');
  await ada.messages.getByRole('button', { name: 'Open plan.png' }).click();
  await ada.button('Describe').click();
  await ada.page.getByRole('textbox', { name: 'Description of plan.png' }).fill('The plan of the house');
  await ada.button('Save').click();
  await expect(bob.messages.getByRole('img', { name: 'The plan of the house' })).toBeVisible();
});

test('the details of a conversation list its files, and a search finds them', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await attaches(ada, textFile('quarterly-numbers.txt', '1, 2, 3'));
  await isUploaded(ada, 1);
  await ada.says('Here they are');
  await ada.button(channel.name).click();
  const files = ada.details.getByRole('region', { name: 'Files' });
  await expect(
    files.getByRole('link', { name: 'Go to the message with quarterly-numbers.txt' }),
  ).toBeVisible();
  await expect(files.getByRole('link', { name: 'Download quarterly-numbers.txt' })).toBeVisible();
  await isFine(ada, 'the files of a conversation', '#panel');

  await ada.visits('/search');
  await ada.button('Has a file').click();
  await expect(ada.page.getByRole('searchbox')).toHaveValue('has:file ');
  await expect(ada.main.getByText('quarterly-numbers.txt').first()).toBeVisible();
});
