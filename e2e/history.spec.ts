import type { Person } from '#e2e/people/person.ts';
import { test as base, channelOf, expect, posts, unique } from '#e2e/people/test.ts';
import { walk } from '#e2e/people/walk.ts';
import { Wire } from '#e2e/people/wire.ts';
import { windowSize } from '#state/nouns/timeline.ts';

const many = 10_000;
/** The most articles that may ever be in the page, however long the conversation. */
const mostArticles = 400;
/** How far, in px, the row under the eye may stray while pages come and go. */
const steady = 2;

/** A reader in a channel of 10,000 messages, `message 1` to `message 10000`, all read. */
const test = base.extend<{ reader: Person; long: { id: string; name: string } }>({
  reader: async ({ person }, use) => use(await person('Ada')),
  long: async ({ reader, baseURL }, use) => {
    const channel = await channelOf([reader], { name: unique('long') });
    const wire = await Wire.open(reader.context, baseURL ?? '');
    const bodies = Array.from(
      { length: many },
      (_, index) => `message ${index + 1}${index % 9 === 0 ? '\nand one more line' : ''}`,
    );
    await wire.sendAll(channel.id, bodies);
    wire.close();
    await use(channel);
  },
});

const upTo = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

test('history is read page by page both ways, and what is read stays where it is', async ({
  reader,
  long,
}) => {
  test.setTimeout(90_000);
  await reader.comesTo(long);
  await expect(reader.message(`message ${many}`)).toBeInViewport();

  const up = await walk(reader.page, 'older', 40);
  expect(up.seqs).toEqual(upTo(up.seqs[0] ?? 0, many));
  expect(up.seqs.length).toBeGreaterThan(600);
  expect(up.stray).toBeLessThanOrEqual(steady);
  expect(up.most).toBeLessThanOrEqual(mostArticles);
  await expect(reader.message(`message ${many}`)).toHaveCount(0);

  const down = await walk(reader.page, 'newer', 200);
  expect(down.seqs.at(-1)).toBe(many);
  expect(down.seqs).toEqual(upTo(down.seqs[0] ?? 0, many));
  expect(down.stray).toBeLessThanOrEqual(steady);
  expect(down.most).toBeLessThanOrEqual(mostArticles);
  await expect(reader.message(`message ${many}`)).toBeInViewport();
});

test('a link into the middle opens there; newer ones load downwards, older ones up to the very first', async ({
  reader,
  long,
}) => {
  test.setTimeout(90_000);
  await reader.comesTo(long, 500);
  await expect(reader.message(/^.*message 500$/)).toBeInViewport();
  await expect(reader.message(/^.*message 500$/)).toBeFocused();

  const down = await walk(reader.page, 'newer', 20);
  expect(down.seqs.at(-1)).toBeGreaterThan(700);
  expect(down.stray).toBeLessThanOrEqual(steady);
  expect(down.most).toBeLessThanOrEqual(mostArticles);

  const up = await walk(reader.page, 'older', 200);
  expect(up.seqs[0]).toBe(1);
  expect(up.seqs).toEqual(upTo(1, up.seqs.at(-1) ?? 0));
  expect(up.stray).toBeLessThanOrEqual(steady);
  await expect(
    reader.page.getByRole('heading', { name: `This is the beginning of #${long.name}` }),
  ).toBeVisible();
  await expect(reader.messages.first()).toContainText('message 1');
});

test('whoever has scrolled up is not moved by what is new, and is brought to it by one button', async ({
  reader,
  long,
  person,
}) => {
  const bob = await person('Bob');
  await bob.call('member:add', { conversationId: long.id, userId: bob.id });
  await reader.comesTo(long);
  await expect(reader.button('Jump to latest')).toHaveCount(0);
  await walk(reader.page, 'older', 2);
  await expect(reader.button('Jump to latest')).toBeVisible();
  const top = () => reader.message('message 9950').evaluate((row) => row.getBoundingClientRect().top);
  const before = await top();
  await posts(bob, long, 'new one', 'new two', 'new three');
  await expect(reader.button('Jump to latest, 3 new')).toBeVisible();
  expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(steady);
  await expect(reader.message('new three')).not.toBeInViewport();

  await reader.button('Jump to latest, 3 new').click();
  await expect(reader.message('new three')).toBeInViewport();
  await expect(reader.button('Jump to latest')).toHaveCount(0);
  await expect(reader.link(long.name, 0)).toBeVisible();

  // From far away, too, where the newest are not loaded.
  await reader.comesTo(long, 101);
  await expect(reader.message(/^.*message 101$/)).toBeInViewport();
  await posts(bob, long, 'new four');
  await reader.button('Jump to latest, 1 new').click();
  await expect(reader.message('new four')).toBeInViewport();
});

test('one who reads at the end stays at the end', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, ...Array.from({ length: 40 }, (_, index) => `line ${index + 1}.`));
  await bob.call('conversation:read', { conversationId: channel.id, seq: 40 });
  await bob.comesTo(channel);
  await expect(bob.message('line 40.')).toBeInViewport();
  for (let index = 41; index <= 45; index += 1) {
    await posts(ada, channel, `line ${index}.\nand\nsome\nmore\nlines`);
    await expect(bob.message(`line ${index}.`)).toBeInViewport({ ratio: 1 });
  }
  await expect(bob.button('Jump to latest')).toHaveCount(0);
});

test('one who comes back to the end from as much history as a page holds stays there too', async ({
  reader,
  person,
  baseURL,
}) => {
  const bob = await person('Bob');
  const channel = await channelOf([reader, bob]);
  const wire = await Wire.open(reader.context, baseURL ?? '');
  await wire.sendAll(
    channel.id,
    upTo(1, 3 * windowSize).map((seq) => `message ${seq}`),
  );
  wire.close();
  await reader.comesTo(channel);
  // As soon as the page is full, while one more is on its way.
  await reader.page.getByRole('log', { name: 'Messages' }).evaluate(async (log, full) => {
    const isBusy = () => log.getAttribute('aria-busy') === 'true';
    const isFull = () => log.querySelectorAll('article').length >= full && isBusy();
    const scroller = log.parentElement;
    for (let frames = 0; frames < 1_000 && !isFull(); frames += 1) {
      scroller?.scrollTo({ top: -1e6, behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    if (!isFull()) throw new Error('The page was never full');
    scroller?.scrollTo({ top: 0, behavior: 'instant' });
  }, windowSize);
  await expect(reader.message(`message ${3 * windowSize}`)).toBeInViewport();
  for (let index = 1; index <= 30; index += 1) {
    await posts(bob, channel, `new ${index}.`, `and soon ${index}.`);
    await expect(reader.message(`and soon ${index}.`)).toBeInViewport({ ratio: 1 });
  }
  await expect(reader.button('Jump to latest')).toHaveCount(0);
});

test('a place is kept while one is elsewhere', async ({ person }) => {
  const ada = await person('Ada');
  const [channel, other] = [await channelOf([ada]), await channelOf([ada])];
  await posts(ada, channel, ...Array.from({ length: 120 }, (_, index) => `line ${index + 1}.`));
  await ada.comesTo(channel);
  await walk(ada.page, 'older', 2);
  const rows = () =>
    ada.messages.evaluateAll((all) =>
      all.map((row) => Math.round(row.getBoundingClientRect().top)).filter((top) => top > 0),
    );
  const before = await rows();
  await ada.opens(other.name);
  await ada.opens(channel.name);
  await expect
    .poll(async () => Math.abs(((await rows())[0] ?? 0) - (before[0] ?? 0)))
    .toBeLessThanOrEqual(steady);
});

for (const screens of [2, 12])
  test(`a place is kept over a reload, ${screens} screens up`, async ({ person }) => {
    const ada = await person('Ada');
    const channel = await channelOf([ada]);
    await posts(ada, channel, ...Array.from({ length: 160 }, (_, index) => `line ${index + 1}.`));
    await ada.comesTo(channel);
    await walk(ada.page, 'older', screens);
    const view = ada.page.locator('[data-scroller]');
    const reading = () =>
      view.evaluate((scroller) => {
        const edge = scroller.getBoundingClientRect().top;
        const rows = [...scroller.querySelectorAll('article')];
        const row = rows.find((each) => each.getBoundingClientRect().bottom > edge + 40);
        return { text: row?.textContent, top: Math.round(row?.getBoundingClientRect().top ?? 0) };
      });
    const before = await reading();
    const isSame = async () => {
      const now = await reading();
      return now.text === before.text && Math.abs(now.top - before.top) <= steady;
    };
    await ada.page.reload();
    await ada.isLive();
    await expect.poll(isSame).toBe(true);
    // Again: what was found is kept, not what was drawn first.
    await ada.page.reload();
    await ada.isLive();
    await expect.poll(isSame).toBe(true);
    await ada.page.goto('about:blank');
    await ada.page.goBack();
    await expect.poll(isSame).toBe(true);
  });
