import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const isOffline = /ERR_INTERNET_DISCONNECTED|ERR_FAILED/;

test('a channel is archived for everyone, also for whoever was away, read, and brought back', async ({
  person,
  expectComplaints,
}) => {
  test.setTimeout(90_000);
  expectComplaints(isOffline);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, 'Good morning');
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await bob.goesOffline();
  await bob.says('Written away');

  await test.step('by the keyboard, asked once more', async () => {
    await ada.button(channel.name).focus();
    await ada.page.keyboard.press('Enter');
    const archive = ada.details.getByRole('button', { name: 'Archive channel' });
    await archive.press('Enter');
    await expect(ada.details.getByRole('group', { name: 'Archive channel' })).toBeFocused();
    await ada.page.keyboard.press('Escape');
    await expect(archive).toBeFocused();
    await archive.press('Enter');
    await ada.details.getByRole('button', { name: 'Archive', exact: true }).press('Enter');
    await expect(ada.link(channel.name)).toHaveCount(0);
    await expect(ada.button('Unarchive')).toBeVisible();
    await expect(ada.composer).toHaveCount(0);
    await isFine(ada, 'an archived channel and its details');
    await ada.message('Good morning').hover();
    await expect(ada.button('Copy link')).toBeVisible();
    await expect(ada.button('Add reaction')).toHaveCount(0);
  });

  await test.step('on return, what was written says why it was not sent, and keeps its text', async () => {
    await bob.context.setOffline(false);
    await expect(bob.message('Written away')).toContainText('This channel is archived.', { timeout: 25_000 });
    await expect(bob.link(channel.name)).toHaveCount(0);
    await expect(bob.composer).toHaveCount(0);
    // Who archived it brings it back, or the owner.
    await expect(bob.button('Unarchive')).toHaveCount(0);
  });

  await test.step('found among the archived ones, and opened by its address', async () => {
    await bob.list.getByRole('button', { name: 'Browse channels' }).click();
    const browse = bob.dialog('Browse channels');
    await browse.getByLabel('Find a channel').fill(channel.name);
    await expect(browse.getByText('No channel is called that.')).toBeVisible();
    await browse.getByRole('button', { name: 'Archived, 1' }).click();
    await browse.getByRole('button', { name: channel.name }).click();
    await bob.isIn(channel.name);
    await bob.sees('Good morning');
  });

  await test.step('back for everyone, and what waited is sent', async () => {
    await ada.button('Unarchive').click();
    await expect(ada.composer).toBeVisible();
    await expect(bob.link(channel.name)).toBeVisible();
    await expect(bob.composer).toBeVisible();
    await bob.message('Written away').getByRole('button', { name: 'Retry' }).click();
    await ada.sees('Written away');
  });
});
