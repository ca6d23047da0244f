import type { Locator } from '@playwright/test';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';
import { walk } from '#e2e/people/walk.ts';
import { Wire } from '#e2e/people/wire.ts';

test('what is unread is counted on all of one’s devices and cleared on all by reading on one', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const phone = await bob.device();
  await Promise.all([bob.visits(), phone.visits()]);
  await posts(ada, channel, 'one', 'two', 'three');
  for (const device of [bob, phone]) {
    await expect(device.link(channel.name, 3)).toBeVisible();
    await expect(device.page).toHaveTitle('• general · Parley');
  }
  await bob.opens(channel.name);
  await bob.sees('three');
  for (const device of [bob, phone]) await expect(device.link(channel.name, 0)).toBeVisible();
  await expect(bob.page).toHaveTitle(`${channel.name} · Parley`);
  await expect(phone.page).toHaveTitle('general · Parley');
  await bob.page.reload();
  await expect(bob.link(channel.name, 0)).toBeVisible();
  await phone.page.reload();
  await expect(phone.link(channel.name, 0)).toBeVisible();
});

test('one who was away finds the count in the list and a “New” line above the first unread message', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, ...Array.from({ length: 80 }, (_, index) => `line ${index + 1}.`));
  await bob.call('conversation:read', { conversationId: channel.id, seq: 20 });
  await bob.visits();
  await expect(bob.link(channel.name, 60)).toBeVisible();
  await expect(bob.page).toHaveTitle('• general · Parley');

  await bob.opens(channel.name);
  const line = bob.page.getByRole('separator', { name: 'New', exact: true });
  await expect(line).toBeInViewport();
  await expect(bob.message('line 21.')).toBeInViewport();
  await expect(bob.message('line 80.')).not.toBeInViewport();
  const y = async (place: Locator) => (await place.boundingBox())?.y ?? 0;
  expect(await y(line)).toBeGreaterThan(await y(bob.message('line 20.')));
  expect(await y(line)).toBeLessThan(await y(bob.message('line 21.')));
  // Reading is looking at it: what is further down is still unread.
  await expect(bob.link(channel.name, 0)).toHaveCount(0);
  await bob.messages.last().scrollIntoViewIfNeeded();
  await expect(bob.link(channel.name, 0)).toBeVisible();
  await expect(line).toHaveCount(1);

  await bob.opens('general');
  await bob.opens(channel.name);
  await expect(line).toHaveCount(0);
  await expect(bob.message('line 80.')).toBeInViewport();
});

for (const meanwhile of ['in another conversation', 'in a list'] as const)
  test(`what came while one was ${meanwhile} begins at the “New” line`, async ({ person, baseURL }) => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    const channel = await channelOf([ada, bob]);
    const wire = await Wire.open(ada.context, baseURL ?? '');
    const lines = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}.`);
    await wire.sendAll(channel.id, lines(1, 320));
    await bob.call('conversation:read', { conversationId: channel.id, seq: 320 });
    await bob.comesTo(channel);
    // Read back so far that no more is kept loaded than that, and left at the end.
    await walk(bob.page, 'older', 18);
    await walk(bob.page, 'newer', 60);
    await expect(bob.message('line 320.')).toBeInViewport();
    if (meanwhile === 'in a list') await bob.page.getByRole('link', { name: 'Threads' }).click();
    else await bob.opens('general');
    await wire.sendAll(channel.id, lines(321, 380));
    wire.close();
    await expect(bob.link(channel.name, 60)).toBeVisible();

    await bob.opens(channel.name);
    const line = bob.page.getByRole('separator', { name: 'New', exact: true });
    await expect(line).toBeInViewport();
    await expect(bob.message('line 320.')).toBeInViewport();
    await expect(bob.message('line 321.')).toBeInViewport();
    await expect(bob.message('line 380.')).not.toBeInViewport();
    // What was in sight is read, and nothing below it.
    await expect(bob.link(channel.name, 60)).toHaveCount(0);
    await expect(bob.link(channel.name)).toHaveAccessibleName(/, [345]\d unread$/);
    await bob.messages.last().scrollIntoViewIfNeeded();
    await expect(bob.link(channel.name, 0)).toBeVisible();
  });

test('the same by opening the address itself, before any script runs', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  await posts(ada, channel, 'old', 'new one', 'new two');
  await bob.call('conversation:read', { conversationId: channel.id, seq: 1 });
  const plain = await bob.device({ javaScriptEnabled: false });
  await plain.page.goto(`/c/${channel.id}`);
  await plain.sees('new two');
  await expect(plain.page.getByRole('separator', { name: 'New', exact: true })).toBeVisible();
  await expect(plain.link(channel.name, 2)).toBeVisible();
  await expect(plain.page).toHaveTitle(`• ${channel.name} · Parley`);
});

test('a direct message asks for one in person: its count is shown', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await bob.visits();
  await posts(ada, direct, 'Psst', 'Hey');
  await expect(bob.link(ada.name, 2)).toBeVisible();
  await expect(bob.link(ada.name, 2).locator('[data-drawn="2"]')).toBeVisible();
  await expect(bob.page).toHaveTitle('(2) general · Parley');
});

test('beyond two digits a count says only that it is many', async ({ person, baseURL }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  const wire = await Wire.open(ada.context, baseURL ?? '');
  await wire.sendAll(
    direct.id,
    Array.from({ length: 120 }, (_, index) => `line ${index + 1}.`),
  );
  wire.close();
  await bob.visits();
  await expect(bob.page).toHaveTitle('(99+) general · Parley');
  await expect(bob.list.locator('[data-drawn="99+"]')).toBeVisible();
});

test('one’s own messages are never unread, on no device', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  const channel = await channelOf([ada, bob]);
  const phone = await ada.device();
  await Promise.all([ada.comesTo(channel), phone.visits(), bob.visits()]);
  await ada.says('Only I wrote');
  await expect(bob.link(channel.name, 1)).toBeVisible();
  await expect(phone.link(channel.name, 0)).toBeVisible();
  await phone.opens(channel.name);
  await phone.sees('Only I wrote');
  await expect(phone.page.getByRole('separator', { name: 'New', exact: true })).toHaveCount(0);
});

test('in a narrow window the count of what is unread elsewhere leaves the way back in sight', async ({
  person,
}) => {
  const [ada, bob] = [await person('Ada'), await person('Bob', { viewport: { width: 600, height: 800 } })];
  const channel = await channelOf([ada, bob]);
  const direct = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await bob.comesTo(channel);
  await posts(ada, direct, 'Psst');
  const count = await bob.main.getByRole('img', { name: '1 unread for you elsewhere' }).boundingBox();
  const arrow = await bob.button('Back to conversations').locator('svg').boundingBox();
  // Its head and the half of its shaft.
  expect(count?.x).toBeGreaterThanOrEqual((arrow?.x ?? 0) + (arrow?.width ?? 0) / 2);
  expect((count?.y ?? 0) + (count?.height ?? 0)).toBeLessThanOrEqual(
    (arrow?.y ?? 0) + (arrow?.height ?? 0) / 2,
  );
});
