import { type Cost, costOf, countCosts } from '#e2e/people/cost.ts';
import type { Person } from '#e2e/people/person.ts';
import { test as base, channelOf, expect, posts } from '#e2e/people/test.ts';
import { Wire } from '#e2e/people/wire.ts';

// What one key and one message cost, in changes of the document and reads of its layout, not in time.

interface Channel {
  id: string;
  name: string;
}

// Playwright's trace takes pictures of the document with the same means that are counted here.
base.use({ trace: 'off', screenshot: 'off' });

/** A channel with more messages than are ever loaded, a reader whose page counts, and who else writes there. */
const test = base.extend<{ reader: Person; writer: Person; long: Channel }>({
  reader: async ({ person }, use) => {
    const reader = await person('Ada');
    await countCosts(reader.page);
    await use(reader);
  },
  writer: async ({ person }, use) => use(await person('Grace')),
  long: async ({ reader, writer, baseURL }, use) => {
    const channel = await channelOf([reader, writer]);
    const wire = await Wire.open(reader.context, baseURL ?? '');
    await wire.sendAll(
      channel.id,
      Array.from({ length: 640 }, (_, index) => `message ${index + 1}`),
    );
    wire.close();
    await use(channel);
  },
});

/** Loads older messages until at least so many are there, and comes back to the end. */
async function loads(reader: Person, count: number): Promise<void> {
  const log = reader.page.getByRole('log', { name: 'Messages' });
  await expect(async () => {
    if ((await reader.messages.count()) < count)
      await log.evaluate((element) => {
        element.parentElement?.scrollTo({ top: -element.scrollHeight, behavior: 'instant' });
      });
    expect(await reader.messages.count()).toBeGreaterThanOrEqual(count);
  }).toPass({ timeout: 15_000 });
}

async function scrollsTo(reader: Person, fromEnd: number): Promise<void> {
  await reader.page
    .getByRole('log', { name: 'Messages' })
    .evaluate((log, top) => log.parentElement?.scrollTo({ top, behavior: 'instant' }), -fromEnd);
}

interface Costs {
  key: Cost;
  atEnd: Cost;
  whileReading: Cost;
}

async function costsWith(
  loaded: number,
  { reader, writer, long }: { reader: Person; writer: Person; long: Channel },
): Promise<Costs> {
  const { page } = reader;
  await reader.comesTo(long);
  await expect(reader.message('message 640')).toBeAttached();
  // Where reading was left in the other measure is where the page opens.
  await scrollsTo(reader, 0);
  if (loaded > 50) {
    // A full window gives way by whole pages: this one is filled up to just before that.
    await loads(reader, 250);
    await scrollsTo(reader, 0);
    const rest = Array.from({ length: loaded - (await reader.messages.count()) }, (_, at) => `and ${at}`);
    await posts(writer, long, ...rest);
    await expect(reader.messages).toHaveCount(loaded);
  }
  // The first letter changes the button, and the first message of another has a head.
  await reader.composer.press('a');
  // And the announcer keeps a few lines, then lets one go for each that comes.
  const first = Array.from({ length: 6 }, (_, at) => `the first of ${loaded}, ${at + 1}`);
  await posts(writer, long, ...first);
  await reader.sees(`the first of ${loaded}, 6`);
  const key = await costOf(page, async () => {
    for (const letter of 'bcdefghijk') await page.keyboard.press(letter);
  });
  const arrives = (body: string) =>
    costOf(page, async () => {
      await posts(writer, long, body);
      await expect(reader.message(body)).toBeAttached();
    });
  const atEnd = await arrives(`at the end of ${loaded}`);
  await scrollsTo(reader, 900);
  await expect(reader.button('Jump to latest')).toBeVisible();
  const whileReading = await arrives(`while one reads ${loaded}`);
  return { key, atEnd, whileReading };
}

test('a key changes and reads nothing around the field, and a message costs the same whatever is loaded', async ({
  reader,
  writer,
  long,
}) => {
  test.setTimeout(90_000);
  const few = await costsWith(50, { reader, writer, long });
  const many = await costsWith(290, { reader, writer, long });
  for (const { key } of [few, many]) expect(key).toEqual({ changes: 0, reads: 0, times: 0 });
  for (const moment of ['atEnd', 'whileReading'] as const) {
    const { changes, reads } = few[moment];
    // A time is written where a minute has begun meanwhile.
    expect(many[moment], moment).toMatchObject({ changes, reads });
    expect(many[moment].changes, moment).toBeLessThanOrEqual(12);
    expect(many[moment].reads, moment).toBeLessThanOrEqual(40);
    expect(many[moment].times, moment).toBeLessThanOrEqual(12);
  }
});
