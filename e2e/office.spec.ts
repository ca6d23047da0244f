import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { isFine } from '#e2e/people/axe.ts';
import { Person } from '#e2e/people/person.ts';
import { channelOf, expect, posts, test } from '#e2e/people/test.ts';

test('a reported message is removed and its author warned; a role changes; the log shows it and is taken along', async ({
  person,
  owner,
  newContext,
}) => {
  test.setTimeout(90_000);
  const [ben, cy] = [await person('Ben'), await person('Cy')];
  const olga = await Person.at(owner, newContext);
  const channel = await channelOf([ben, cy], { kind: 'private' });
  await posts(cy, channel, 'Rude words');
  await olga.visits();
  await olga.opensSection('Workspace', 'Usage');
  const links = olga.main.getByRole('navigation', { name: 'The workspace' });

  await test.step('a member reports it, and is told who sees what', async () => {
    await ben.comesTo(channel);
    await ben.message('Rude words').hover();
    await ben.message('Rude words').getByRole('button', { name: 'More actions' }).click();
    await ben.page.getByRole('menuitem', { name: 'Report message' }).click();
    const dialog = ben.dialog('Report message');
    await expect(dialog).toContainText('also if they are not in this conversation');
    await isFine(ben, 'the dialog that reports a message');
    await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Report' }).click();
    await expect(dialog.getByRole('group', { name: 'What is wrong with it' })).toHaveAccessibleDescription(
      'Choose what is wrong with it',
    );
    await dialog.getByLabel('It is hateful').check();
    await expect(dialog.getByText('Choose what is wrong with it')).toHaveCount(0);
    await dialog.getByLabel('Anything else').fill('Not for the first time');
    await dialog.getByRole('button', { name: 'Report' }).click();
    await expect(ben.page.getByRole('group', { name: 'Reported. You will hear how it ends.' })).toBeVisible();
  });

  await test.step('the owner sees at once that one waits, and decides', async () => {
    await links.getByRole('link', { name: /^Reports, \d+$/ }).click();
    const report = olga.section('Reports').getByRole('listitem').filter({ hasText: 'Rude words' });
    await expect(report).toContainText(`Reported by ${ben.name}`);
    await expect(report).toContainText('Not for the first time');
    await expect(report.getByRole('link')).toHaveCount(0);
    await isFine(olga, 'the reports');
    await report.getByRole('button', { name: 'Decide…' }).click();
    const dialog = olga.dialog('What to do about it');
    await dialog.getByLabel('Remove the message').check();
    await dialog.getByLabel('Warn its author').check();
    await dialog.getByRole('button', { name: 'Close the report' }).click();
    await expect(dialog.getByText('Say what the author is to know')).toBeVisible();
    await dialog.getByLabel('What the author is to know').fill('We speak kindly here.');
    await isFine(olga, 'the dialog that closes a report');
    await dialog.getByRole('button', { name: 'Close the report' }).click();
    await expect(report).toHaveCount(0);
  });

  await test.step('it is gone, and both are told', async () => {
    await ben.seesNothingOf('Rude words');
    await cy.visits();
    await cy.opens(olga.name);
    await cy.sees('We speak kindly here.');
    await ben.opens(olga.name);
    await ben.sees('The message was removed. Its author was warned.');
  });

  await test.step('a role changes, which its holder sees without asking', async () => {
    await links.getByRole('link', { name: 'People' }).click();
    const people = olga.section('People');
    await people.getByLabel('Find').fill(ben.name);
    const row = people.getByRole('listitem').filter({ hasText: ben.name });
    await expect(row).toContainText('Member');
    await chooses(olga, row, ben.name, 'Change role…');
    const dialog = olga.dialog(`Role of ${ben.name}`);
    await dialog.getByLabel('Admin').check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('Admin');
    await isFine(olga, 'the people of the workspace', 'main');
    await ben.opensSection('Workspace', 'People');
  });

  await test.step('the log says all of it, and is taken along', async () => {
    await links.getByRole('link', { name: 'Audit log' }).click();
    const log = olga.section('Audit log');
    await expect(log.getByRole('listitem').filter({ hasText: ben.name }).first()).toContainText(
      `${olga.name} changed the role of ${ben.name} from member to admin`,
    );
    await expect(log.getByText(`${olga.name} warned ${cy.name}`)).toBeVisible();
    await log.getByLabel('What', { exact: true }).selectOption({ label: 'message: removed' });
    await expect(log.getByText(`${olga.name} removed a message of ${cy.name}`)).toBeVisible();
    await expect(log.getByText('changed the role')).toHaveCount(0);
    await isFine(olga, 'the audit log', 'main');
    const download = olga.page.waitForEvent('download');
    await log.getByRole('link', { name: 'Export as CSV' }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file).toContain(`message.removed,${owner.id},${olga.name}`);
    expect(file).not.toContain('user.role');
  });

  await test.step('a channel nobody manages is taken over, and one is deleted once that is said', async () => {
    await ben.call('member:remove', { conversationId: channel.id, userId: ben.id });
    await links.getByRole('link', { name: 'All channels' }).click();
    const channels = olga.section('All channels');
    await channels.getByLabel('Find').fill(channel.name);
    const row = channels.getByRole('listitem').filter({ hasText: channel.name });
    await expect(row).toContainText('Nobody manages it');
    await chooses(olga, row, channel.name, 'Take it over…');
    await olga.page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
    await expect(row).toContainText(`Managed by ${olga.name}`);
    await isFine(olga, 'the channels of the workspace', 'main');
    await chooses(olga, row, channel.name, 'Delete…');
    await expect(olga.page.getByRole('dialog')).toContainText('for good');
    await olga.page.getByRole('dialog').getByRole('button', { name: 'Delete channel' }).click();
    await expect(row).toHaveCount(0);
    await expect(cy.link(channel.name)).toHaveCount(0);
    await links.getByRole('link', { name: 'Usage' }).click();
    await expect(olga.section('Usage').getByText('In the last 7 days')).toBeVisible();
    await isFine(olga, 'the numbers of the workspace', 'main');
  });
});

/** Opens the menu of a row and chooses from it. */
async function chooses(by: Person, row: Locator, name: string, item: string): Promise<void> {
  await row.getByRole('button', { name: `What to do with ${name}` }).click();
  await by.page.getByRole('menuitem', { name: item }).click();
}
