import { channelOf, expect, test } from '#e2e/people/test.ts';

test('who is typing is shown to the others, until they send or stop', async ({ person }) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  const [channel, other] = [await channelOf([ada, bob, cleo]), await channelOf([ada, bob, cleo])];
  await Promise.all([ada.comesTo(channel), bob.comesTo(channel), cleo.comesTo(other)]);
  const adaTypes = bob.page.getByText(`${ada.name} is typing`);

  await ada.composer.pressSequentially('I thi');
  await expect(adaTypes).toBeVisible();
  await expect(ada.page.getByText('is typing')).toHaveCount(0);
  await expect(cleo.page.getByText('is typing')).toHaveCount(0);
  await ada.says('I think so');
  await bob.sees('I think so');
  await expect(adaTypes).toHaveCount(0);

  await ada.composer.pressSequentially('No');
  await expect(adaTypes).toBeVisible();
  await ada.writes('');
  // At once: left alone, it would stay for five seconds.
  await expect(adaTypes).toHaveCount(0, { timeout: 2_500 });

  await ada.composer.pressSequentially('And');
  await expect(adaTypes).toBeVisible();
  // Whoever does nothing more has stopped, after some seconds.
  await expect(adaTypes).toHaveCount(0, { timeout: 12_000 });
});

test('two who type are both named', async ({ person }) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  const channel = await channelOf([ada, bob, cleo]);
  await Promise.all([ada, bob, cleo].map((each) => each.comesTo(channel)));
  await Promise.all([ada.composer.pressSequentially('Hm'), bob.composer.pressSequentially('Hm')]);
  await expect(
    cleo.page.getByText(new RegExp(`^(${ada.name} and ${bob.name}|${bob.name} and ${ada.name}) are typing$`)),
  ).toBeVisible();
});

test('who is here is seen in the list, and seen to go and to come back', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await ada.visits();
  const dot = ada.link(bob.name).getByRole('img', { name: 'Online' });
  await expect(ada.link(bob.name)).toBeVisible();
  await expect(dot).toHaveCount(0);
  await bob.visits();
  await expect(dot).toBeVisible();

  // A reload is not a departure.
  let flickered = false;
  await ada.page.exposeFunction('left', () => {
    flickered = true;
  });
  await ada.link(bob.name).evaluate((link) => {
    new MutationObserver(
      () => !link.querySelector('[role=img]') && Reflect.apply(Reflect.get(window, 'left'), null, []),
    ).observe(link, { childList: true, subtree: true });
  });
  await bob.page.reload();
  await bob.isLive();
  expect(flickered).toBe(false);

  await bob.page.goto('about:blank');
  await expect(dot).toHaveCount(0, { timeout: 10_000 });
  await bob.visits();
  await expect(dot).toBeVisible();
});

test('the members of a channel show who is here', async ({ person }) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  const channel = await channelOf([ada, bob, cleo]);
  await Promise.all([ada.comesTo(channel), bob.visits()]);
  await ada.button('3 members').click();
  const row = (name: string) => ada.details.getByRole('listitem').filter({ hasText: name });
  await expect(row(bob.name).getByRole('img', { name: 'Online' })).toBeVisible();
  await expect(row(cleo.name)).toBeVisible();
  await expect(row(cleo.name).getByRole('img', { name: 'Online' })).toHaveCount(0);
});

test('only those on the screen are watched', async ({ person }) => {
  const [ada, bob, cleo] = [await person('Ada'), await person('Bob'), await person('Cleo')];
  const channel = await channelOf([ada, cleo]);
  await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  const watched: string[] = [];
  ada.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('presence:watch')) watched.push(String(payload));
    }),
  );
  const idsWatched = () =>
    watched
      .at(-1)
      ?.match(/[0-9a-f-]{36}/g)
      ?.toSorted() ?? [];
  const those = (...people: { id: string }[]) => people.map(({ id }) => id).toSorted();

  await ada.comesTo(channel);
  await expect.poll(idsWatched).toEqual(those(ada, bob));
  await ada.button('2 members').click();
  await expect.poll(idsWatched).toEqual(those(ada, bob, cleo));
  await ada.page.keyboard.press('Escape');
  await expect.poll(idsWatched).toEqual(those(ada, bob));
});
