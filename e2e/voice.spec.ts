import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

// The microphone is Chromium's own stand-in, which beeps; everything after it is real.
test.use({
  permissions: ['microphone'],
  launchOptions: async ({ launchOptions }, use) => {
    const flags = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...flags] });
  },
});

test('a voice message is recorded, listened to and sent, and plays where it arrives', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.context.grantPermissions(['microphone']);
  await ada.button('Record a voice message').click();
  const recorder = ada.page.getByRole('group', { name: 'Voice message' });
  await expect(recorder.getByText('0:01')).toBeVisible();
  await isFine(ada, 'a recording', '[data-composing]');
  await recorder.getByRole('button', { name: 'Stop recording' }).click();
  await recorder.getByRole('button', { name: 'Play Voice message' }).click();
  await expect(recorder.getByRole('button', { name: 'Pause Voice message' })).toBeVisible();
  await recorder.getByRole('button', { name: 'Send voice message' }).click();
  await expect(recorder).toHaveCount(0);

  const arrived = bob.messages.getByRole('button', { name: /^Play Voice message/ });
  await expect(arrived).toBeVisible();
  await arrived.click();
  await expect(bob.messages.getByRole('slider')).not.toHaveValue('0');
  const { items } = await bob.call('file:list', { conversationId: channel.id });
  expect(items.map(({ file }) => file.kind)).toEqual(['audio']);
  expect(items[0]?.file.duration).toBeGreaterThan(900);
});

test('a recording that is discarded goes nowhere', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.context.grantPermissions(['microphone']);
  await ada.button('Record a voice message').click();
  await expect(ada.page.getByText('Recording')).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('group', { name: 'Voice message' })).toHaveCount(0);
  await expect(ada.composer).toBeFocused();
  expect((await ada.call('message:list', { conversationId: channel.id })).items).toEqual([]);
});
