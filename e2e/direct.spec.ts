import type { Person } from '#e2e/people/person.ts';
import { expect, posts, test, unique } from '#e2e/people/test.ts';

async function writesTo(person: Person, ...others: Person[]): Promise<void> {
  await person.button('New message').click();
  const dialog = person.dialog('New message');
  for (const other of others) {
    await dialog.getByRole('combobox', { name: 'People' }).fill(other.name);
    await dialog.getByRole('option', { name: other.name }).click();
  }
  await dialog.getByRole('button', { name: 'Start conversation' }).click();
  await expect(dialog).toBeHidden();
}

test('two people talk in private, in one conversation whoever begins it', async ({ person }) => {
  const [ada, bob, eve] = [await person('Ada'), await person('Bob'), await person('Eve')];
  await Promise.all([ada, bob, eve].map((each) => each.visits()));
  await writesTo(ada, bob);
  await ada.isIn(bob.name);
  await ada.says('Between us');
  await expect(bob.link(ada.name, 1)).toBeVisible();
  await writesTo(bob, ada);
  await bob.isIn(ada.name);
  await bob.sees('Between us');
  await bob.says('Indeed');
  await ada.sees('Indeed');
  expect(new URL(ada.page.url()).pathname).toBe(new URL(bob.page.url()).pathname);
  await expect(eve.link(ada.name)).toHaveCount(0);
  expect(
    (await eve.context.request.get(`/api/v1/conversations/${ada.page.url().split('/').at(-1)}`)).status(),
  ).toBe(404);
});

test('the conversation with the latest message stands first, and those who are here come first', async ({
  person,
}) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  const name = unique('Zoe');
  const [away, here] = [await person('Zara'), await person('Zoe')];
  await away.call('user:update', { name: `${name} A` });
  await here.call('user:update', { name: `${name} B` });
  const withBob = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  const withCleo = await ada.call('conversation:create', { kind: 'direct', memberIds: [cleo.id] });
  await posts(ada, withCleo, 'first');
  await posts(ada, withBob, 'second');
  await Promise.all([ada.visits(), here.visits()]);
  const direct = ada.page.getByRole('region', { name: 'Direct messages' }).getByRole('link');
  await expect(direct).toHaveText([bob.name, cleo.name]);
  await posts(cleo, withCleo, 'third');
  await expect(direct).toHaveText([cleo.name, bob.name]);
  await ada.page.reload();
  await expect(direct).toHaveText([cleo.name, bob.name]);

  await ada.isLive();
  await ada.button('New message').click();
  await ada.dialog('New message').getByRole('combobox').fill(name);
  const options = ada.dialog('New message').getByRole('option');
  await expect(options).toHaveText([new RegExp(`${name} B`), new RegExp(`${name} A`)]);
});

test('three people talk together', async ({ person }) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  await Promise.all([ada, bob, cleo].map((each) => each.visits()));
  await writesTo(ada, bob, cleo);
  await ada.says('Lunch?');
  const others = (one: Person, two: Person) =>
    new RegExp(`^(${one.name}, ${two.name}|${two.name}, ${one.name})(, 1 unread)?$`);
  await bob.list.getByRole('link', { name: others(ada, cleo) }).click();
  await bob.sees('Lunch?');
  await bob.says('At one');
  await cleo.list.getByRole('link', { name: /Ada.*unread/ }).click();
  await cleo.says('Fine');
  await expect(ada.messages).toHaveText([/Lunch\?/, /At one/, /Fine/]);
  await expect(ada.button('3 members')).toBeVisible();
});

test('a name that has room stands whole; the handle beside it takes what is left', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const name = unique('Robert Archibald Montgomery');
  await bob.call('user:update', { name, handle: unique('archibald.montgomery') });
  await ada.visits();
  await ada.button('New message').click();
  await ada.dialog('New message').getByRole('combobox').fill(name);
  const option = ada.dialog('New message').getByRole('option', { name });
  await expect(option).toBeVisible();
  /** How much of a text is cut off. */
  const hidden = (text: string) =>
    option
      .locator('.truncate', { hasText: text })
      .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(await hidden(name)).toBe(0);
  expect(await hidden('@archibald')).toBeGreaterThan(0);
});
