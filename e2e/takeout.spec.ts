import { gunzipSync } from 'node:zlib';
import { isFine } from '#e2e/people/axe.ts';
import { Person } from '#e2e/people/person.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { expect, test } from '#e2e/support/test.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';
import { mostBytes } from '#takeout/format.ts';
import { openTar } from '#takeout/tar-reader.ts';

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

test('the owner takes along what is theirs, and then the workspace', async ({
  newContext,
  expectComplaints,
}) => {
  test.setTimeout(120_000);
  const [database, installation] = [await startTemporaryDatabase(), await createInstallation()];
  const server = await startServer(installation, { DATABASE_URL: database.url });
  try {
    await new Visitor(server.url).signUp(ada);
    const baseURL = server.url;
    const owner = await Person.at({ ...ada, id: '' }, (options) => newContext({ ...options, baseURL }), {
      baseURL,
    });
    await owner.visits();
    await owner.opens('general');
    await owner.says('To be taken along');

    await test.step('their own data: asked for, waited for, downloaded, deleted', async () => {
      const section = await owner.opensSection('Settings', 'Your data');
      await expect(section.getByText('There is no export now.')).toBeVisible();
      await section.getByRole('button', { name: 'Export my data' }).click();
      await expect(section.getByText(/KB, kept until/)).toBeVisible({ timeout: 20_000 });
      await isFine(owner, 'an export that is ready', 'main');
      const [download] = await Promise.all([
        owner.page.waitForEvent('download'),
        section.getByRole('link', { name: /^Download the export of/ }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^parley-my-data-.*\.tar$/);
      const tar = await openTar(await download.path(), mostBytes);
      const messages = gunzipSync(await tar.read('messages/000001.jsonl.gz')).toString();
      await tar.close();
      expect(messages).toContain('To be taken along');
      await section.getByRole('button', { name: /^Delete the export of/ }).click();
      await expect(section.getByText('There is no export now.')).toBeVisible();
    });

    await test.step('the workspace, which takes a password', async () => {
      const section = await owner.opensSection('Workspace', 'Export');
      await section.getByRole('switch', { name: 'Everybody’s private conversations' }).click();
      await section.getByLabel('Your password').fill('a wrong one');
      await section.getByRole('button', { name: 'Export the workspace' }).click();
      await expect(section.getByText('This is not your password')).toBeVisible();
      await section.getByLabel('Your password').fill(ada.password);
      await section.getByRole('button', { name: 'Export the workspace' }).click();
      await expect(section.getByText(/KB, kept until/)).toBeVisible({ timeout: 20_000 });
      await expect(section.getByText('with all private conversations')).toBeVisible();
      await isFine(owner, 'the export of a workspace', 'main');
    });

    await test.step('offline, the page says so at once', async () => {
      expectComplaints(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
      await owner.context.setOffline(true);
      await expect(owner.main.getByText(/^You are offline: exports/)).toBeVisible();
    });
    await owner.context.close();
  } finally {
    await server.interrupt();
    await database.stop();
    await installation.remove();
  }
});
