import { isTall } from '#e2e/people/targets.ts';
import { channelOf, expect, test } from '#e2e/people/test.ts';

test('the switcher by finger: from the list, a few letters, a tap', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.visits();
  await ada.button('Back to conversations').tap();
  await ada.button('Jump to a conversation').tap();
  const switcher = ada.dialog('Jump to a conversation');
  await switcher.getByRole('combobox').fill(channel.name);
  const option = switcher.getByRole('option', { name: channel.name }).first();
  await isTall(option);
  await option.tap();
  await ada.isIn(channel.name);
  await expect(switcher).toBeHidden();
});
