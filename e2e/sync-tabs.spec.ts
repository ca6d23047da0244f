import { channelOf, expect, posts } from '#e2e/people/test.ts';
import { keeps } from '#e2e/sync/browser-store.ts';
import { test } from '#e2e/sync/test.ts';

test.use({ serviceWorkers: 'allow' });

// Several tabs of one person, and tabs that go away.
// Coming back may take as long as the longest wait between two tries: 20 seconds.
test.describe.configure({ timeout: 60_000 });

test('two tabs share one outbox and send each message once', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await ada.visits(line.at(channel));
  const other = await ada.tab();
  await other.visits(line.at(channel));
  await ben.comesTo(channel);
  line.cut();
  await ada.says('from the first tab');
  await expect(other.messages).toHaveText([/from the first tab/]);
  await other.says('from the second tab');
  await expect(ada.messages).toHaveText([/from the first tab/, /from the second tab/]);
  line.mend();
  const both = [/from the first tab/, /from the second tab/];
  await expect(ben.messages).toHaveText(both, { timeout: 25_000 });
  for (const tab of [ada, other]) {
    await expect(tab.messages).toHaveText(both, { timeout: 25_000 });
    await expect(tab.message('Sending')).toHaveCount(0, { timeout: 25_000 });
  }
});

test('a tab that closes right after Enter loses nothing', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const channel = await channelOf([ada, ben]);
  await ada.visits(line.at(channel));
  await keeps(ada.page, channel.id);
  line.cut();
  await ada.writes('sent and gone');
  await ada.composer.press('Enter', { noWaitAfter: true });
  await ada.page.close();
  line.mend();
  const later = await ada.tab();
  await later.visits(line.at(channel));
  await ben.comesTo(channel);
  await expect(ben.messages).toHaveText([/sent and gone/], { timeout: 25_000 });
});

test('what was read right before a tab closed counts as read elsewhere', async ({ person, line }) => {
  const [ada, ben] = [await person('Ada'), await person('Ben')];
  const [channel, other] = [await channelOf([ada, ben]), await channelOf([ada, ben])];
  await ada.visits(line.at(channel));
  await ada.opens(other.name);
  await posts(ben, channel, 'read me');
  await expect(ada.link(channel.name, 1)).toBeVisible();
  // The socket carries nothing any more: only the leaving itself can tell.
  line.silence();
  await ada.opens(channel.name);
  await expect(ada.link(channel.name, 0)).toBeVisible();
  await ada.page.close({ runBeforeUnload: true });
  const phone = await ada.device();
  await phone.visits();
  await expect(phone.link(channel.name, 0)).toBeVisible();
});
