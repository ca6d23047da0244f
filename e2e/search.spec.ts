import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test, unique } from '#e2e/people/test.ts';

test.use({ serviceWorkers: 'allow' });

const fieldOf = ({ main }: Person) => main.getByRole('searchbox', { name: 'Search messages' });
const hitsOf = ({ main }: Person): Locator =>
  main.getByRole('list', { name: 'Messages found' }).getByRole('link');

async function searches(person: Person, query: string): Promise<void> {
  await person.button('Search').click();
  await fieldOf(person).fill(query);
}

test('a private word is found by those who are in, and after joining; what is said now within seconds', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const word = unique('walrus');
  const secret = await channelOf([ada], { kind: 'private' });
  await posts(ada, secret, `the ${word} moves on Friday`);
  await Promise.all([ada.visits(), bob.visits()]);
  await searches(ada, word);
  await expect(hitsOf(ada)).toHaveCount(1);
  await expect(hitsOf(ada)).toContainText(`the ${word} moves on Friday`);
  await expect(hitsOf(ada)).toContainText(secret.name);
  await expect(hitsOf(ada).locator('mark')).toHaveText(word);
  await searches(bob, word);
  await expect(bob.main.getByRole('heading', { name: 'Nothing found' })).toBeVisible();

  await ada.call('member:add', { conversationId: secret.id, userId: bob.id });
  await bob.page.reload();
  await expect(fieldOf(bob), 'the query is in the address').toHaveValue(word);
  await expect(hitsOf(bob)).toHaveCount(1);
  await posts(ada, secret, `no ${word} today`);
  await bob.page.reload();
  await expect(hitsOf(bob)).toHaveCount(2);
});

test('a hit leads to the message, and back leads to the hit where it stood', async ({ person }) => {
  const ada = await person('Ada');
  const word = unique('heron');
  const channel = await channelOf([ada]);
  await posts(ada, channel, ...Array.from({ length: 45 }, (_, index) => `${word} number ${index}.`));
  await ada.visits();
  await searches(ada, word);
  await expect(hitsOf(ada)).toHaveCount(20);
  await ada.button('Show more').click();
  await expect(hitsOf(ada)).toHaveCount(40);
  const hit = hitsOf(ada).filter({ hasText: `${word} number 9.` });
  await hit.scrollIntoViewIfNeeded();
  const before = await hit.boundingBox();
  await hit.click();
  await expect(ada.message(`${word} number 9.`)).toBeInViewport();
  await expect(ada.page).toHaveURL(new RegExp(`/c/${channel.id}\\?message=10$`));
  await ada.page.goBack();
  await expect(hitsOf(ada)).toHaveCount(40);
  await expect(hit).toBeFocused();
  expect(await hit.boundingBox()).toEqual(before);
  await ada.page.goBack();
  await expect(ada.page, 'not one entry for each letter').not.toHaveURL(/search/);
});

test('by keyboard alone: filters, hits and back, without a fault that axe knows', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const word = unique('ibis');
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, `${word} of Ada https://example.org/${word}`);
  await posts(bob, channel, `${word} of Bob`);
  await ada.comesTo(channel);
  const { keyboard } = ada.page;
  await keyboard.press('Control+Shift+f');
  await expect(fieldOf(ada)).toBeFocused();
  await keyboard.type(word);
  await expect(hitsOf(ada)).toHaveCount(2);
  await isFine(ada, 'results');
  await ada.button('From').focus();
  await keyboard.press('Enter');
  await expect(ada.dialog('Messages from')).toBeVisible();
  await keyboard.type(bob.name);
  await expect(ada.dialog('Messages from').getByRole('option', { name: bob.name })).toBeVisible();
  await isFine(ada, 'people');
  await keyboard.press('Enter');
  await expect(ada.dialog('Messages from')).toBeHidden();
  await expect(hitsOf(ada)).toHaveCount(1);
  await expect(hitsOf(ada)).toContainText('of Bob');
  await expect(ada.button('From')).toBeFocused();
  await fieldOf(ada).fill(word);
  await ada.button('Has a link').focus();
  await keyboard.press('Space');
  await expect(fieldOf(ada)).toHaveValue(`${word} has:link `);
  await expect(hitsOf(ada)).toHaveCount(1);
  await expect(hitsOf(ada)).toContainText('of Ada');
  await fieldOf(ada).focus();
  await keyboard.press('ArrowDown');
  await expect(hitsOf(ada)).toBeFocused();
  await keyboard.press('Enter');
  await expect(ada.message(`${word} of Ada`)).toBeInViewport();
  await ada.page.goBack();
  await expect(hitsOf(ada)).toBeFocused();
  await keyboard.press('ArrowUp');
  await expect(fieldOf(ada)).toBeFocused();

  // What was looked for is offered again, and forgotten when one says so.
  await fieldOf(ada).fill('');
  await expect(ada.button(`${word} has:link`)).toBeVisible();
  await ada.main.getByRole('button', { name: `Forget ${word} has:link` }).press('Enter');
  await expect(ada.button(`${word} has:link`)).toHaveCount(0);
});

test('a slip of the keys finds what is similar, and a filter that is none says why', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const word = unique('axolotl').replace('-', '');
  await posts(ada, channel, `an ${word} swims`);
  await ada.comesTo(channel);
  await ada.button('Search in this conversation').click();
  await expect(fieldOf(ada)).toHaveValue(`in:#${channel.name} `);
  await fieldOf(ada).fill(`in:#${channel.name} ${word.replace('lo', 'ol')}`);
  await expect(hitsOf(ada)).toHaveCount(1);
  await expect(ada.main.getByText('Nothing has exactly these words.')).toBeVisible();
  await fieldOf(ada).fill('is:purple');
  await expect(ada.main.getByText(/^There is .*is:thread.*, not is:purple$/)).toBeVisible();
});

test('offline, what the browser keeps is looked through, and the page says how far that reaches', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const ada = await person('Ada');
  const word = unique('otter');
  const channel = await channelOf([ada]);
  await posts(ada, channel, `an ${word} in the river`);
  await ada.comesTo(channel);
  await ada.sees(word);
  await ada.goesOffline();
  await expect(ada.status.filter({ hasText: /Offline/ }).first()).toBeVisible({ timeout: 20_000 });
  await searches(ada, `${word.slice(0, 4)} river`);
  await expect(hitsOf(ada)).toHaveCount(1);
  await expect(
    ada.main.getByText(/^Offline: only what this browser keeps was looked through, \d+ conversation/),
  ).toBeVisible();
  await hitsOf(ada).click();
  await ada.sees(word);
});
