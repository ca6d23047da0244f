import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

/** The page is about one thing, which is called so. */
async function isAbout({ page, main }: Person, title: string): Promise<void> {
  await expect(main).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(title);
}

test('a panel that covers its conversation is what the page is about', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'Tea or coffee?');
  await ada.call('conversation:update', { conversationId: channel.id, description: '# Rules\n\nBe kind.' });
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  const thread = await ada.call('message:thread', { id: items[0]?.id ?? '' });
  await posts(ada, thread, 'Or water');
  const replies = await ada.call('message:list', { conversationId: thread.id });
  for (const { id } of [...items, ...replies.items]) await ada.call('message:pin', { messageId: id });

  const panels = [
    ['?panel=details', 'Channel details', 'Be kind.'],
    ['?panel=pins', 'Pinned messages', 'Tea or coffee?'],
    ['?thread=1', 'Thread', 'Or water'],
    ['?thread=1&panel=pins', 'Pinned messages', 'Or water'],
  ] as const;
  for (const [query, title, content] of panels) {
    await ada.page.setViewportSize({ width: 390, height: 844 });
    await ada.visits(`/c/${channel.id}${query}`);
    const panel = ada.page.getByRole('main', { name: title });
    await expect(panel.getByText(content).first()).toBeVisible();
    await isAbout(ada, title);
    await isFine(ada, `${query} on a phone`);
    await ada.page.setViewportSize({ width: 1280, height: 844 });
    await expect(ada.page.getByRole('complementary', { name: title })).toBeVisible();
    await isAbout(ada, channel.name);
    await isFine(ada, `${query} beside its conversation`);
  }
});

test('from the details to what is pinned, and from a thread to what is pinned in it and back', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await ada.comesTo(channel);
  await ada.button(channel.name).tap();
  const row = ada.details.getByRole('button', { name: /^Pinned messages/ });
  await expect(ada.details.getByRole('heading', { name: '1 member' })).toBeVisible();
  await expect(row).toHaveCount(0);
  await posts(ada, channel, 'how to deploy');
  const { items } = await ada.call('message:list', { conversationId: channel.id });
  await ada.call('message:pin', { messageId: items[0]?.id ?? '' });
  await expect(row).toHaveAccessibleName('Pinned messages 1');
  await row.tap();
  await expect(ada.panel('Pinned messages').getByRole('listitem')).toHaveText([/how to deploy/]);
  await ada.panel('Pinned messages').getByRole('button', { name: 'Back' }).tap();
  await ada.isIn(channel.name);

  const thread = await ada.call('message:thread', { id: items[0]?.id ?? '' });
  await posts(ada, thread, 'with one command');
  const replies = await ada.call('message:list', { conversationId: thread.id });
  await ada.call('message:pin', { messageId: replies.items[0]?.id ?? '' });
  await ada.main.getByRole('button', { name: /^1 reply/ }).tap();
  await ada.panel('Thread').getByRole('button', { name: '1 pinned message' }).tap();
  await expect(ada.panel('Pinned messages').getByRole('listitem')).toHaveText([/with one command/]);
  await ada.page.goBack();
  await expect(ada.panel('Thread')).toBeVisible();
  await ada.panel('Thread').getByRole('button', { name: '1 pinned message' }).tap();
  await ada.panel('Pinned messages').getByRole('button', { name: /^Back/ }).tap();
  await ada.panel('Thread').getByRole('button', { name: /^Back/ }).tap();
  await ada.isIn(channel.name);
});
