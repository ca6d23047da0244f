import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

/** A picture of one colour, as the browser itself draws it. */
const drawn = () => {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 480;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('Nothing can be drawn here');
  context.fillStyle = '#0a7d4f';
  context.fillRect(0, 0, 640, 480);
  return canvas.toDataURL('image/png').split(',')[1] ?? '';
};

test('a picture and a status are seen by others at once, and go when they end', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'Look at me');
  await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await Promise.all([ada.visits('/settings/profile'), bob.comesTo(channel)]);
  const profile = ada.section('Profile');
  const picture = bob.message('Look at me').locator('img');
  await expect(picture).toHaveCount(0);

  // A file that is no picture is told as that, before anything is sent.
  const file = profile.locator('input[type=file]');
  const text = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await file.setInputFiles(text);
  await expect(profile.getByRole('alert').filter({ hasText: 'cannot be read' })).toBeVisible();
  const buffer = Buffer.from(await ada.page.evaluate(drawn), 'base64');
  await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer });
  const crop = ada.dialog('Choose what is seen of it');
  const area = crop.getByRole('group', { name: /^The part that is seen/ });
  await area.focus();
  await ada.page.keyboard.press('ArrowLeft');
  await crop.getByRole('slider', { name: 'Zoom' }).press('ArrowRight');
  await crop.getByRole('button', { name: 'Use this picture' }).click();
  await expect(crop).toBeHidden();
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
    .toBeGreaterThan(0);
  const size = await picture.boundingBox();
  expect([size?.width, size?.height]).toEqual([36, 36]);

  await profile.getByLabel('Title').fill('Analyst');
  await profile.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await profile.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByText('Saved', { exact: true })).toBeVisible();

  await ada.chooses('Set a status');
  const status = ada.dialog('Set a status');
  await status.getByRole('button', { name: 'On holiday' }).click();
  await status.getByLabel('Ends').selectOption('In 1 hour');
  await status.getByRole('button', { name: 'Save' }).click();
  await expect(status).toBeHidden();
  await ada.chooses('Do not disturb');
  await ada.dialog('Do not disturb').getByRole('button', { name: 'For 1 hour' }).click();

  const name = bob.message('Look at me').getByRole('button', { name: ada.name });
  await expect(name).toContainText('🌴');
  await expect(name.locator('.moon')).toBeVisible();
  await expect(bob.list.getByRole('link', { name: ada.name })).toContainText('🌴');

  // A look is enough to see who that is; a press, or the keyboard, opens it for good.
  await name.hover();
  const look = bob.page.getByRole('region', { name: ada.name });
  await expect(look).toContainText('Analyst');
  await expect(look).toContainText(/On holiday until .*\d\d:\d\d/);
  await expect(look).toContainText(/\d\d:\d\d local time, 9 h ahead of you/);
  await bob.page.keyboard.press('Escape');
  await expect(look).toBeHidden();
  await bob.message('Look at me').focus();
  await bob.message('Look at me').getByRole('button', { name: 'View profile' }).focus();
  await bob.page.keyboard.press('Enter');
  await expect(bob.dialog(ada.name)).toContainText('Does not want to be disturbed until');
  await bob.page.keyboard.press('Escape');
  await expect(bob.message('Look at me')).toBeFocused();

  // Her own page says nothing of what is unread, until she may be disturbed again.
  await posts(bob, channel, 'Are you there?');
  await expect(ada.link(channel.name, 1)).toBeVisible();
  await expect(ada.page).toHaveTitle(/^[^•(]/);
  await ada.chooses('Do not disturb until');
  await ada.dialog('Do not disturb').getByRole('button', { name: 'Let me be disturbed again' }).click();
  await expect(ada.page).toHaveTitle(/^• /);
  await expect(name.locator('.moon')).toHaveCount(0);

  // It ends by itself, on every screen, without a word from the server.
  const until = new Date(Date.now() + 3_000).toISOString();
  await ada.call('user:update', { status: { emoji: '🍵', text: 'Tea', until } });
  await expect(name).toContainText('🍵');
  await expect(name).not.toContainText('🍵');
  await expect(profile).toContainText('You have not said what you are up to.');
});
