import { randomUUID } from 'node:crypto';
import { channelOf, expect, posts } from '#e2e/people/test.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { test } from '#e2e/sync/test.ts';
import { freePort } from '#platform/free-port.ts';

// Connections that come, go, and only look as if they were there.
// Coming back may take as long as the longest wait between two tries: 20 seconds.
test.describe.configure({ timeout: 60_000 });

for (const manner of ['refuse', 'hang'] as const)
  test(`long polling carries the chat where WebSockets ${manner === 'refuse' ? 'are refused' : 'hang'}`, async ({
    person,
    lineWith,
  }) => {
    const [ada, ben] = [await person('Ada'), await person('Ben')];
    const channel = await channelOf([ada, ben]);
    const line = await lineWith(manner);
    await ada.page.goto(line.at(channel));
    await ben.comesTo(channel);
    await ada.says('through the narrow gate');
    await expect(ben.messages).toHaveText([/through the narrow gate/], { timeout: 25_000 });
    await ben.says('and back');
    await expect(ada.messages).toHaveText([/through the narrow gate/, /and back/]);
  });

// Some machines let timers run out while they sleep; on others only the clock has moved when they wake.
for (const timers of ['run out', 'stand still'] as const)
  test(`a sleep of five minutes is noticed at once where timers ${timers}`, async ({ person, line }) => {
    const [ada, ben] = [await person('Ada'), await person('Ben')];
    const channel = await channelOf([ada, ben]);
    await posts(ben, channel, 'before the sleep');
    await ada.page.clock.install();
    await ada.visits(line.at(channel));
    await ada.sees('before the sleep');
    line.silence();
    await posts(ben, channel, 'during the sleep');
    if (timers === 'run out') await ada.page.clock.fastForward('05:00');
    else await ada.page.clock.setSystemTime(Date.now() + 5 * 60_000);
    await expect(ada.messages).toHaveText([/before the sleep/, /during the sleep/], { timeout: 12_000 });
    await ada.says('good morning');
    await ben.comesTo(channel);
    await ben.sees('good morning');
  });

test('a server that restarts while somebody types loses nothing', async ({ person, expectComplaints }) => {
  test.setTimeout(90_000);
  expectComplaints(/net::ERR_/, /WebSocket connection/);
  const ada = await person('Ada');
  const installation = await createInstallation();
  const settings = { PORT: String(await freePort()) };
  let own = await startServer(installation, settings);
  try {
    const email = `${randomUUID()}@example.test`;
    await ada.page.goto(`${own.url}/sign-up`);
    await ada.signUp({ email });
    await ada.isIn('general');
    await ada.isLive();
    await ada.says('before the restart');
    await ada.writes('half a sen');
    await own.killEverything();
    await ada.composer.press('End');
    await ada.composer.pressSequentially('tence');
    await ada.composer.press('Enter');
    await ada.says('and another');
    await expect(ada.message('half a sentence')).toContainText('Sending');
    own = await startServer(installation, settings);
    const all = [/before the restart/, /half a sentence/, /and another/];
    await expect(ada.message('Sending')).toHaveCount(0, { timeout: 30_000 });
    await expect(ada.messages).toHaveText(all);
    await ada.page.reload();
    await expect(ada.messages).toHaveText(all);
  } finally {
    await own.interrupt();
    await installation.remove();
  }
});
