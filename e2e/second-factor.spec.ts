import type { BrowserContext, Page } from '@playwright/test';
import { Person } from '#e2e/people/person.ts';
import { test as base, expect } from '#e2e/people/test.ts';
import { createInstallation, type RunningServer, startServer } from '#e2e/support/server.ts';
import { roomInPeriod, totpCode } from '#gateway/testing/factors.ts';
import { createOpenIdProvider, type OpenIdProvider } from '#gateway/testing/openid-provider.ts';
import { freePort } from '#platform/free-port.ts';

/** A server that knows an OpenID provider on this machine. */
const test = base.extend<Record<never, never>, { provider: OpenIdProvider; server: RunningServer }>({
  provider: [
    async ({}, use) => {
      const provider = await createOpenIdProvider(`http://localhost:${await freePort()}`);
      await provider.start();
      await use(provider);
      await provider.close();
    },
    { scope: 'worker' },
  ],
  server: [
    async ({ provider }, use) => {
      const installation = await createInstallation();
      const server = await startServer(installation, {
        ...provider.env,
        PORT: new URL(provider.parley).port,
      });
      await use(server);
      await server.interrupt();
      await installation.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** Gives a browser a device that makes passkeys and opens them with a finger, without anybody touching it. */
async function withDevice(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
}

/** Sets an authenticator app up, as the page says; gives its key and the recovery codes. */
async function setsUpApp(person: Person): Promise<[string, string[]]> {
  const { page, account } = person;
  await person.button('Set up an app').click();
  const form = person.dialog('Set up an authenticator app');
  await expect(form.getByRole('img', { name: 'QR code with the key below' })).toBeVisible();
  const secret = (await form.getByText(/^(?:[A-Z2-7]{4} ?){8}$/).innerText()).replaceAll(' ', '');
  await roomInPeriod();
  await form.getByLabel('Code', { exact: true }).fill(totpCode(secret, -1));
  await form.getByLabel('Password').fill(account.password);
  await form.getByRole('button', { name: 'Turn on' }).click();
  const listed = person.dialog('Your recovery codes').getByRole('listitem');
  await expect(listed).toHaveCount(10);
  const codes = await listed.allInnerTexts();
  await person.button('Done').click();
  await expect(page.getByRole('region', { name: 'Authenticator app' })).toContainText('On since');
  return [secret, codes];
}

test('an app, its recovery codes and a passkey guard an account; the provider knows another way in', async ({
  person,
  visitor,
  provider,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 401', 'the server responded with a status of 400');
  const ada = await person('Ada');
  const { page } = ada;
  await withDevice(ada.context, page);
  await ada.visits('/settings/security');
  const [secret, codes] = await setsUpApp(ada);
  const code = page.getByLabel('Code', { exact: true });
  const comesBack = async (way: () => Promise<void>) => {
    await ada.signOut();
    await page.waitForURL('/sign-in');
    await way();
    await ada.isLive();
  };

  await test.step('a code of the app', () =>
    comesBack(async () => {
      await ada.signIn();
      await expect(code).toBeFocused();
      await code.fill('000000');
      await page.keyboard.press('Enter');
      await expect(code).toHaveAccessibleDescription('This code is not right');
      await roomInPeriod();
      await code.fill(totpCode(secret));
      await page.keyboard.press('Enter');
    }));
  await test.step('a recovery code', () =>
    comesBack(async () => {
      await ada.signIn();
      await code.fill(codes[0] ?? '');
      await page.keyboard.press('Enter');
    }));

  await test.step('a passkey, made here', async () => {
    await ada.visits('/settings/security');
    await ada.button('Add a passkey').click();
    const form = ada.dialog('Add a passkey');
    await form.getByLabel('Name').fill('Virtual key');
    await form.getByLabel('Password').fill(ada.account.password);
    await form.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(page.getByRole('region', { name: 'Passkeys' })).toContainText('Virtual key');
    await expect(page.getByRole('region', { name: 'Recovery codes' })).toContainText('9 of your codes');
  });
  await test.step('the passkey alone', () => comesBack(() => ada.button('Use a passkey').click()));
  await test.step('the passkey after the password', () =>
    comesBack(async () => {
      await ada.signIn();
      await expect(code).toBeVisible();
      await ada.button('Use a passkey').click();
    }));

  await test.step('the provider', async () => {
    const grace = await visitor('Grace');
    await grace.page.goto('/sign-in?next=%2Fthreads');
    provider.signsIn(null);
    const link = grace.page.getByRole('link', { name: 'Continue with Office ID' });
    await link.click();
    await expect(grace.page.getByRole('alert')).toHaveText('Office ID did not let you through.');
    provider.signsIn({ subject: 'g', email: 'grace@example.test', isVerified: true, name: 'Grace Hopper' });
    await link.click();
    await grace.isLive();
    await expect(grace.accountMenu).toHaveAccessibleName('Account: Grace Hopper');
  });
});

test('whoever has none is led to set one up when the workspace requires it, the owner too', async ({
  owner,
  person,
  newContext,
  expectComplaints,
}) => {
  expectComplaints(/the server responded with a status of 40[13]/);
  const ben = await person('Ben');
  await ben.visits();
  const olga = await Person.at(owner, newContext);
  await olga.visits();
  await olga.call('workspace:update', { requireSecondFactor: true });
  for (const each of [olga, ben]) {
    await each.page.getByRole('link', { name: 'Sign in again' }).click();
    await expect(each.page.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  }
  await setsUpApp(ben);
  await ben.button('Continue').click();
  await ben.isLive();

  await withDevice(olga.context, olga.page);
  await olga.button('Add a passkey').click();
  const form = olga.dialog('Add a passkey');
  await form.getByLabel('Password').fill(olga.account.password);
  await form.getByRole('button', { name: 'Add a passkey' }).click();
  await olga.button('Done').click();
  await olga.button('Continue').click();
  await olga.isLive();
});
