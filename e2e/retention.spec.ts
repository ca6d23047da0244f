import pg from 'pg';
import { isFine } from '#e2e/people/axe.ts';
import { Person } from '#e2e/people/person.ts';
import { createInstallation, startServer } from '#e2e/support/server.ts';
import { expect, test } from '#e2e/support/test.ts';
import { Visitor } from '#e2e/support/visitor.ts';
import { send } from '#platform/jobs.ts';
import { startTemporaryDatabase } from '#scripts/temporary-database.ts';

test.use({ serviceWorkers: 'allow' });

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

test('the owner says how long messages are kept, and what is older goes from every screen and every cache', async ({
  newContext,
}) => {
  test.setTimeout(120_000);
  const [database, installation] = [await startTemporaryDatabase(), await createInstallation()];
  const server = await startServer(installation, { DATABASE_URL: database.url });
  const sql = new pg.Pool({ connectionString: database.url, max: 2 });
  try {
    const visitor = new Visitor(server.url);
    await visitor.signUp(ada);
    const owner = await Person.at(
      { ...ada, id: '' },
      (options) => newContext({ ...options, baseURL: server.url }),
      {
        baseURL: server.url,
      },
    );
    await owner.visits();
    await owner.opens('general');
    for (const text of ['Of last year', 'Of last month', 'Of today']) await owner.says(text);
    await owner.sees('Of today');

    await test.step('in the workspace, in days and nothing else', async () => {
      const settings = await owner.opensSection('Workspace', 'General');
      const field = settings.getByLabel('Days that messages are kept');
      await field.fill('many');
      await settings.getByRole('button', { name: 'Save' }).click();
      await expect(settings.getByText('This must be 1 day at least')).toBeVisible();
      await field.fill('100');
      await settings.getByRole('button', { name: 'Save' }).click();
      await expect(owner.page.getByRole('group', { name: 'Your changes are saved.' })).toBeVisible();
    });

    await test.step('and in a channel, which says what holds', async () => {
      await owner.opens('general');
      await owner.button('general').click();
      await expect(owner.details.getByText('For 100 days, then they are removed.')).toBeVisible();
      await owner.details.getByRole('button', { name: 'Change how long messages are kept' }).click();
      await owner.details.getByLabel('How long messages are kept').fill('7');
      await owner.details.getByRole('button', { name: 'Save' }).click();
      await expect(owner.details.getByText('For 7 days, then they are removed.')).toBeVisible();
      await isFine(owner, 'details that say how long messages are kept');
    });

    await test.step('what is older goes, live, and is not there again without the network', async () => {
      await sql.query(
        `UPDATE message SET created_at = now() - interval '1 day' * CASE seq WHEN 1 THEN 365 ELSE 30 END WHERE seq < 3`,
      );
      await send(async (text, values) => (await sql.query(text, values)).rows, 'retention', {}, {});
      await expect(owner.message('Of last year')).toHaveCount(0, { timeout: 30_000 });
      await expect(owner.message('Of last month')).toHaveCount(0);
      await owner.sees('Of today');
      await owner.says('And on it goes');
      await owner.page.reload();
      await owner.isLive();
      await owner.sees('And on it goes');
      await expect(owner.message('Of last year')).toHaveCount(0);
    });
    await owner.context.close();
  } finally {
    await sql.end();
    await server.interrupt();
    await database.stop();
    await installation.remove();
  }
});
