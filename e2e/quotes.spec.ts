import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { opensThread, threadOf } from '#e2e/people/threads.ts';

test.use({ serviceWorkers: 'allow' });

/** The cards under the messages with a text. */
const cardsAt = ({ messages, page }: Person, text: string): Locator =>
  messages.filter({ has: page.locator('[data-body]', { hasText: text }) }).locator('[data-quote]');

test('a permalink becomes a card for those who may see its message, and for nobody else', async ({
  person,
  baseURL,
}) => {
  const [ada, bob, cy] = [await person('Ada'), await person('Bob'), await person('Cy')];
  const secret = await channelOf([ada, bob], { kind: 'private' });
  const open = await channelOf([ada, bob, cy]);
  await posts(ada, secret, 'The plan is **set**\n\nfor spring');
  const link = `${baseURL}/c/${secret.id}?message=1`;
  await Promise.all([ada.comesTo(open), bob.comesTo(open), cy.comesTo(open)]);

  // Before it is sent, in the preview.
  await ada.writes(`See ${link}`);
  await ada.button('Preview').click();
  await expect(ada.page.getByRole('region', { name: 'Preview' }).locator('[data-quote]')).toContainText(
    'The plan is set',
  );
  await ada.button('Send').click();
  for (const reader of [ada, bob]) {
    await expect(cardsAt(reader, 'See ')).toContainText(`${ada.name}`);
    await expect(cardsAt(reader, 'See ')).toContainText(`#${secret.name}`);
    await expect(cardsAt(reader, 'See ')).toContainText('The plan is set');
  }
  await cy.sees('See ');
  await expect(cardsAt(cy, 'See ')).toHaveCount(0);
  await isFine(bob, 'a quote');

  // It says what the message says now.
  const [message] = (await ada.call('message:list', { conversationId: secret.id })).items;
  if (!message) throw new Error('It is there');
  await ada.call('message:edit', { id: message.id, body: `The plan is off, says #${open.name}` });
  await expect(cardsAt(bob, 'See ')).toContainText('The plan is off, says #');

  // By keys, and back.
  await bob.messages.last().focus();
  await bob.page.keyboard.press('Enter');
  const hasFocus = () => cardsAt(bob, 'See ').evaluate((card) => card === document.activeElement);
  for (let press = 0; press < 4 && !(await hasFocus()); press += 1)
    await bob.page.keyboard.press('ArrowRight');
  await expect(cardsAt(bob, 'See ')).toBeFocused();
  await bob.page.keyboard.press('Enter');
  await bob.isIn(secret.name);
  await expect(bob.message('The plan is off')).toBeFocused();
  await bob.page.goBack();
  await bob.isIn(open.name);
  await expect(cardsAt(bob, 'See ')).toBeVisible();

  // What is deleted has none, and what is brought back has one again.
  await ada.call('message:delete', { id: message.id });
  await expect(cardsAt(bob, 'See ')).toHaveCount(0);
  await ada.call('message:restore', { id: message.id });
  await expect(cardsAt(bob, 'See ')).toBeVisible();
  // Nor has what is somebody else's by now.
  await ada.call('member:remove', { conversationId: secret.id, userId: bob.id });
  await expect(cardsAt(bob, 'See ')).toHaveCount(0);
  await expect(cardsAt(ada, 'See ')).toBeVisible();
});

test('replies and what is kept offline have cards; words, code, other places and what is quoted have none', async ({
  person,
  baseURL,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket connection/);
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'Where do we meet?');
  const link = (search: string) => `${baseURL}/c/${channel.id}?${search}`;
  await ada.comesTo(channel);
  const thread = await opensThread(ada, 'Where do we meet?');
  await thread.says('At the lake');
  await expect(thread.reply('At the lake')).toBeVisible();
  await posts(
    ada,
    channel,
    `to a reply ${link('thread=1&reply=1')}`,
    `of a quote ${link('message=2')}`,
    `[words](${link('message=1')}) and \`${link('message=1')}\`, https://example.com/c/${channel.id}?message=1, ${link('message=99')}`,
    `four ${link('message=1')} ${link('message=2')} ${link('message=3')} ${link('message=4')}`,
  );
  await expect(cardsAt(ada, 'to a reply')).toContainText(`Thread in #${channel.name}`);
  await expect(cardsAt(ada, 'to a reply')).toContainText('At the lake');
  await expect(cardsAt(ada, 'of a quote')).toHaveCount(1);
  await expect(cardsAt(ada, 'four ')).toHaveCount(3);
  await expect(cardsAt(ada, 'words')).toHaveCount(0);

  await thread.panel.getByRole('button', { name: 'Close' }).click();
  await cardsAt(ada, 'to a reply').click();
  await expect(threadOf(ada).reply('At the lake')).toBeFocused();

  // Nothing that is read moves when cards come and go.
  await ada.comesTo(channel);
  await expect(cardsAt(ada, 'of a quote')).toBeVisible();
  await expect.poll(() => ada.page.evaluate(async () => !!(await caches.match('/offline')))).toBe(true);
  await ada.goesOffline();
  await ada.page.reload();
  await ada.isIn(channel.name);
  await expect(cardsAt(ada, 'of a quote')).toContainText('to a reply');
});
