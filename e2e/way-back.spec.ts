import type { Page } from '@playwright/test';
import type { Person } from '#e2e/people/person.ts';
import { expect, test } from '#e2e/people/test.ts';
import {
  createInstallation,
  type Installation,
  type RunningServer,
  startServer,
} from '#e2e/support/server.ts';
import { type MailServer, startMailServer, tokenIn } from '#platform/test-mail.ts';

// An installation of its own, whose mail is sent.
let installation: Installation;
let mailing: RunningServer;
let mail: MailServer;

test.use({ baseURL: async ({ server }, use) => use(mailing?.url ?? server.url) });

test.beforeAll(async () => {
  mail = await startMailServer();
  installation = await createInstallation();
  mailing = await startServer(installation, { SMTP_URL: mail.url });
});

test.afterAll(async () => {
  await mailing.interrupt();
  await mail.close();
  await installation.remove();
});

const ended = ({ page }: Person) => page.getByRole('alertdialog', { name: 'You are signed out' });

/** Signs in where a session has ended, and goes on where one was. */
async function signsInAgain(person: Person, password: string): Promise<void> {
  await ended(person).getByRole('link', { name: 'Sign in again' }).click();
  await person.signIn({ password });
  await person.isLive();
}

/** Sets a new password on the page that a link leads to. */
async function resets(page: Page, path: string, password: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('status')).toContainText('Your password is changed');
}

test('an address is changed, a password is changed, lost and found both ways, and devices are signed out', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints(/the server responded with a status of 40[01]/);
  const olga = await person('Olga');
  const ada = await person('Ada');
  const address = `${ada.id}@team.test`;
  await ada.visits();

  await test.step('another address counts once it is confirmed there', async () => {
    const section = await ada.opensSection('Settings', 'Email and password');
    await section.getByRole('button', { name: 'Change the address' }).click();
    const dialog = ada.dialog('Change the address');
    await dialog.getByLabel('New address').fill(address);
    await dialog.getByLabel('Your password').fill('not this one');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription('This is not your password');
    await dialog.getByLabel('Your password').fill(ada.account.password);
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(section.getByRole('status')).toContainText(`A link was mailed to ${address}`);
    const { page } = await ada.tab();
    await page.goto(`/confirm/${tokenIn(await mail.mailTo(address, /Confirm/))}`);
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await expect(page.getByRole('status')).toHaveText('This is the address of your account now.');
    await page.close();
    ada.account.email = address;
  });

  const phone = await ada.device();
  await phone.visits();
  await phone.writes('Half a thought');

  await test.step('changing the password signs out the other device, and its draft stays', async () => {
    await ada.page.reload();
    const section = ada.section('Email and password');
    await expect(section).toContainText(`${address}Confirmed`);
    await section.getByRole('button', { name: 'Change the password' }).click();
    const dialog = ada.dialog('Change the password');
    await dialog.getByLabel('Current password').fill(ada.account.password);
    await dialog.getByLabel('New password').fill('eight wild geese');
    await dialog.getByRole('button', { name: 'Change', exact: true }).click();
    await expect(ada.page.getByRole('group', { name: /1 other device was signed out/ })).toBeVisible();
    await expect(ended(phone)).toContainText('Your password was changed.');
    await signsInAgain(phone, 'eight wild geese');
    await expect(phone.composer).toHaveValue('Half a thought');
  });

  await test.step('devices are listed, and signed out from afar', async () => {
    const section = await ada.opensSection('Settings', 'Devices');
    const devices = section.getByRole('list', { name: 'Your devices' }).getByRole('listitem');
    await expect(devices).toHaveCount(2);
    await expect(devices.first()).toContainText('Chrome on WindowsThis deviceIn use now');
    await section.getByRole('button', { name: 'Sign out Chrome on Windows' }).click();
    await expect(ended(phone)).toContainText('This device was signed out');
    await expect(devices).toHaveCount(1);
  });

  await test.step('a forgotten password is found by mail, once', async () => {
    const { page } = phone;
    await ended(phone).getByRole('link', { name: 'Sign in again' }).click();
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('Email').fill(address);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByRole('status')).toContainText('If there is an account with this address');
    const path = `/reset/${tokenIn(await mail.mailTo(address, /A new password/))}`;
    await page.goto(path);
    await page.getByLabel('Password', { exact: true }).fill('Qwertyuiop');
    await page.getByRole('button', { name: 'Save the password' }).click();
    await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
      /one of the most common ones/,
    );
    await resets(page, path, 'ten tame ducks');
    await expect(ended(ada)).toContainText('Your password was changed.');
    await page.goto(path);
    await expect(page.getByRole('heading', { name: 'This link has been used' })).toBeVisible();
  });

  await test.step('and by a link that the owner hands over', async () => {
    await olga.visits();
    const members = await olga.opensSection('Workspace', 'People');
    await members.getByRole('button', { name: `What to do with ${ada.name}` }).click();
    await olga.page.getByRole('menuitem', { name: 'Link to a new password…' }).click();
    const dialog = olga.dialog(`A new password for ${ada.name}`);
    await dialog.getByRole('button', { name: 'Make the link' }).click();
    const link = await dialog.getByLabel('Link', { exact: true }).inputValue();
    expect(link).toMatch(new RegExp(`^${mailing.url}/reset/`));
    await resets(phone.page, link, 'twelve old swans');
    await phone.page.getByRole('link', { name: 'Sign in' }).click();
    await phone.signIn({ password: 'twelve old swans' });
    await phone.isLive();
  });
});
