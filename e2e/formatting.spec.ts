import { isFine } from '#e2e/people/axe.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

const everything = `# What we decided

**Two** things, _one_ of them ~~old~~ new: \`npm test\` and [the plan](https://example.com/plan)

1. First
2. Second
   - inside of it

- [x] Written
- [ ] Sent

> Somebody said
> this

| Part | Days |
| --- | --: |
| Server | 3 |

\`\`\`ts
const answer: number = 42; // as always
\`\`\``;

test('a formatted message looks the same to everybody, live and loaded anew', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob', { colorScheme: 'dark' })];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.says(everything);
  const shows = async (where: typeof ada) => {
    const message = where.message('What we decided');
    await expect(message.getByRole('heading', { name: 'What we decided' })).toBeVisible();
    await expect(message.locator('strong')).toHaveText('Two');
    await expect(message.locator('em')).toHaveText('one');
    await expect(message.locator('s')).toHaveText('old');
    await expect(message.getByRole('link', { name: 'the plan' })).toHaveAttribute(
      'href',
      'https://example.com/plan',
    );
    await expect(message.locator('ol > li')).toHaveText([/^First$/, /^Second.*inside of it$/s]);
    await expect(message.getByRole('checkbox', { name: 'Done' })).toBeChecked();
    await expect(message.getByRole('checkbox', { name: 'To do' })).not.toBeChecked();
    await expect(message.locator('blockquote')).toHaveText(/^Somebody said\s*this$/);
    await expect(message.getByRole('cell', { name: '3' })).toBeVisible();
    await expect(message.locator('pre')).toHaveText('const answer: number = 42; // as always');
    await expect(message.locator('pre .hljs-keyword').first()).toHaveText('const');
  };
  await shows(ada);
  await shows(bob);
  // Said as words, without their marks.
  await expect(bob.page.locator('[aria-live=polite]').getByText('Two things, one of them')).toHaveCount(1);
  await bob.page.reload();
  await shows(bob);
  await isFine(ada, 'a formatted message', '[role=log]');
  await isFine(bob, 'a formatted message in the dark theme', '[role=log]');
});

test('colours of code arrive without moving anything, and the code is copied as it was written', async ({
  person,
}) => {
  const ada = await person('Ada', { permissions: ['clipboard-read', 'clipboard-write'] });
  const channel = await channelOf([ada]);
  const code = '  def f(x):\n\treturn "a"  # tab\n';
  await posts(ada, channel, `\`\`\`python\n${code}\`\`\``, 'below');
  // The colours wait until the block was measured without them.
  const { promise: measured, resolve: isMeasured } = Promise.withResolvers<void>();
  await ada.page.route('**/*.js', async (route) => {
    const isLate = (await route.fetch().then((answer) => answer.text())).includes('hljs');
    if (isLate) await measured;
    await route.continue();
  });
  await ada.comesTo(channel);
  const block = ada.page.locator('figure');
  await ada.isLive();
  await ada.page.evaluate(() => document.fonts.ready.then(() => undefined));
  const before = await block.boundingBox();
  isMeasured();
  await expect(block.locator('.hljs-keyword').first()).toHaveText('def');
  // What comes later still may be on its way when the test ends.
  await ada.page.unrouteAll({ behavior: 'ignoreErrors' });
  expect(await block.boundingBox()).toEqual(before);
  await expect(block.locator('figcaption')).toHaveText('python');
  await block.hover();
  await block.getByRole('button', { name: 'Copy code' }).click();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(code.replace(/\n$/, ''));
});

test('a long message is folded, and unfolds by its button, by a search of the page and for a link to it', async ({
  person,
}) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  const long = Array.from({ length: 80 }, (_, index) => `line ${index + 1}.`).join('\n');
  await posts(ada, channel, 'above', long, 'below');
  await ada.comesTo(channel);
  const message = ada.message('line 1.');
  await expect(message.getByRole('button', { name: 'Show more' })).toBeVisible();
  const folded = await message.boundingBox();
  expect(folded?.height).toBeLessThan(500);
  // By keys alone: from the message to what can be pressed in it.
  await message.focus();
  await ada.page.keyboard.press('Enter');
  await expect(message.getByRole('button', { name: 'Show more' })).toBeFocused();
  await isFine(ada, 'a folded message', '[role=log]');
  await ada.page.keyboard.press('Enter');
  const less = message.getByRole('button', { name: 'Show less' });
  await expect(less).toBeFocused();
  const open = await message.boundingBox();
  expect(open?.height).toBeGreaterThan(1_500);
  expect(open?.y).toBeCloseTo(folded?.y ?? 0, 0);
  await ada.page.keyboard.press('Enter');
  await expect(message.getByRole('button', { name: 'Show more' })).toBeVisible();

  // The browser's search scrolls what hides a hit, as this does.
  await ada.page.evaluate(() => {
    const text = document.evaluate('//text()[contains(., "line 70.")]', document, null, 9).singleNodeValue;
    text?.parentElement?.querySelectorAll('br')[68]?.scrollIntoView();
  });
  await expect(less).toBeVisible();

  await ada.comesTo(channel, 2);
  await expect(message.getByRole('button', { name: 'Show less' })).toBeVisible();
});

test('a message with marks is shown as it was written until what reads it can be had', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/ERR_FAILED/);
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'This is **brought**');
  // Nobody is here: no key, no pointer.
  await ada.comesTo(channel);
  await expect(ada.message('brought').locator('strong')).toHaveText('brought');

  const scripts = '**/_next/static/chunks/**';
  await ada.page.route(scripts, (route) => route.abort());
  await posts(bob, channel, 'This is **late**', 'and these are words');
  await ada.sees('and these are words');
  const late = ada.message('late').locator('[data-body]');
  await expect(late).toHaveText('This is **late**');
  await ada.page.unroute(scripts);
  await expect(late).toHaveText('This is late', { timeout: 15_000 });
  await expect(late.locator('strong')).toHaveText('late');
});

test('a rule is as wide as a message may be, alone or below a word', async ({ person }) => {
  const ada = await person('Ada');
  const channel = await channelOf([ada]);
  await posts(ada, channel, '---', 'word\n\n***', '```\ncode\n```');
  await ada.comesTo(channel);
  const code = await ada.page.locator('figure').boundingBox();
  await expect(ada.messages.locator('hr')).toHaveCount(2);
  for (const rule of await ada.messages.locator('hr').all())
    expect((await rule.boundingBox())?.width).toBe(code?.width);
});

test('one line of code is copied from beneath the actions of its message', async ({ person }) => {
  const ada = await person('Ada', { permissions: ['clipboard-read', 'clipboard-write'] });
  const channel = await channelOf([ada]);
  await posts(ada, channel, 'Try this:', '```\nnpm test\n```');
  await ada.comesTo(channel);
  await ada.page.locator('figure').hover();
  const copy = ada.button('Copy code');
  const bar = ada.page.getByRole('toolbar', { name: 'Message actions' });
  const [below, above] = [await copy.boundingBox(), await bar.boundingBox()];
  expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  await copy.click();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe('npm test');
  // On the way to the actions they stay.
  await bar.getByRole('button', { name: 'More actions' }).click();
  await expect(ada.page.getByRole('menu')).toBeVisible();
});
