import sharp from 'sharp';
import { isFine } from '#e2e/people/axe.ts';
import type { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { bytes, page, servePages, type TestPages } from '#platform/test-pages.ts';

// The pages are real ones, on an address of this machine that the server may read for these tests.

let pages: TestPages;
test.beforeAll(async () => {
  const picture = await sharp({ create: { width: 600, height: 300, channels: 3, background: '#369' } })
    .jpeg()
    .toBuffer();
  pages = await servePages(
    {
      '/lake': page(
        `<meta property="og:title" content="The lake in autumn"><meta property="og:image" content="/lake.jpg">
         <meta property="og:description" content="Cold, and quite empty."><meta property="og:site_name" content="Outside">`,
      ),
      '/lake.jpg': bytes('image/jpeg', picture),
      '/script': page('<title>&lt;img src=x onerror=alert(1)&gt;</title>'),
    },
    '127.0.0.9',
  );
});
test.afterAll(() => pages.close());

const card = (person: Person, title: string) => person.main.getByRole('link', { name: title });

test('a link is followed by a card for everybody, which its author takes away', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel)]);
  await ada.says(`Look: ${pages.url}/lake`);
  for (const one of [ada, bob]) {
    await expect(card(one, 'The lake in autumn')).toContainText(
      /Outside.*127\.0\.0\.9.*Cold, and quite empty\./s,
    );
    await expect(card(one, 'The lake in autumn')).toHaveAttribute('href', `${pages.url}/lake`);
    const picture = card(one, 'The lake in autumn').locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(600);
    // It came from here, not from there.
    expect(await picture.evaluate((image: HTMLImageElement) => new URL(image.src).origin)).toBe(
      new URL(one.page.url()).origin,
    );
  }
  await isFine(bob, 'a link with a card');
  await expect(bob.main.getByRole('button', { name: 'Remove preview' })).toHaveCount(0);

  await ada.message('Look:').hover();
  await card(ada, 'The lake in autumn').hover();
  await ada.main.getByRole('button', { name: 'Remove preview' }).click();
  for (const one of [ada, bob]) await expect(card(one, 'The lake in autumn')).toHaveCount(0);
  await expect(ada.message('Look:')).toBeFocused();
});

test('what stands in a page is text, and a card that comes late moves nothing that is read', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(bob, channel, ...Array.from({ length: 40 }, (_, index) => `line ${index + 1}`));
  await bob.comesTo(channel);
  await bob.sees('line 40');
  await posts(ada, channel, `${pages.url}/script`);
  await expect(card(bob, '<img src=x onerror=alert(1)>')).toBeInViewport({ ratio: 1 });
  await expect(card(bob, '<img src=x onerror=alert(1)>').locator('img')).toHaveCount(0);

  // Somebody reads further up, and the card comes below.
  await bob.message('line 12').scrollIntoViewIfNeeded();
  const place = () => bob.message('line 12').evaluate((row) => Math.round(row.getBoundingClientRect().top));
  const before = await place();
  await posts(ada, channel, `Again ${pages.url}/lake`);
  await expect(card(bob, 'The lake in autumn')).toHaveCount(1);
  expect(await place()).toBe(before);
});

test('whoever does not want to see previews sees none, on all their devices, and others do', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const phone = await bob.device();
  await Promise.all([ada.comesTo(channel), phone.comesTo(channel)]);
  await ada.says(`Look: ${pages.url}/lake`);
  for (const one of [ada, phone]) await expect(card(one, 'The lake in autumn')).toHaveCount(1);
  await bob.visits();
  const settings = await bob.opensSection('Settings', 'Display');
  await settings.getByRole('switch', { name: 'Previews of links' }).click();
  await expect(card(phone, 'The lake in autumn')).toHaveCount(0);
  await expect(phone.message('Look:').getByRole('link')).toHaveCount(1);
  await expect(card(ada, 'The lake in autumn')).toHaveCount(1);
  // It is so in what the server draws, too.
  await bob.comesTo(channel);
  await expect(bob.message('Look:')).toBeVisible();
  await expect(card(bob, 'The lake in autumn')).toHaveCount(0);
});
