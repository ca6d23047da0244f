import { expect, test } from '#e2e/people/test.ts';
import {
  createInstallation,
  type Installation,
  type RunningServer,
  startServer,
} from '#e2e/support/server.ts';

// An installation of its own: these tests are about the first people, and about closing sign-up.
let installation: Installation;
let empty: RunningServer;

test.use({ baseURL: async ({ server }, use) => use(empty?.url ?? server.url) });

test.beforeAll(async () => {
  installation = await createInstallation();
  empty = await startServer(installation);
});

test.afterAll(async () => {
  await empty.interrupt();
  await installation.remove();
});

test('the first person becomes the owner, invites others by the address, and closes sign-up', async ({
  visitor,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 403');
  const [ada, bob, eve, late] = [
    await visitor('Ada'),
    await visitor('Bob'),
    await visitor('Eve'),
    await visitor('Late'),
  ];

  await test.step('an empty installation asks for its owner', async () => {
    for (const path of ['/', '/sign-in']) {
      await ada.page.goto(path);
      await expect(ada.page).toHaveURL('/sign-up');
    }
    await expect(ada.page.getByText('this account will own the workspace')).toBeVisible();
    await ada.signUp();
    await ada.isIn('general');
    await expect(ada.page.getByRole('heading', { name: 'This is the beginning of #general' })).toBeVisible();
    await ada.isLive();
    expect((await ada.call('user:me', {})).role).toBe('owner');
  });

  await test.step('who is alone can invite from wherever nobody is found', async () => {
    await ada.button('Add people').click();
    const dialog = ada.dialog('Add people');
    await expect(dialog.getByText('There is nobody else here yet.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Invite people' }).click();
    await expect(ada.dialog('Invite people')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await ada.list.getByRole('button', { name: 'Write to someone' }).click();
    await expect(ada.dialog('New message').getByRole('button', { name: 'Invite people' })).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await expect(ada.list.getByRole('button', { name: 'Write to someone' })).toBeFocused();
  });

  await test.step('the next one is a member, in general, and may not change the workspace', async () => {
    await bob.page.goto('/sign-up');
    await expect(bob.page.getByText('this account will own the workspace')).toBeHidden();
    await bob.signUp();
    await bob.isIn('general');
    await bob.isLive();
    expect((await bob.call('user:me', {})).role).toBe('member');
    await ada.says('Welcome');
    await bob.sees('Welcome');
    await bob.accountMenu.click();
    await expect(bob.page.getByRole('menuitem', { name: 'Settings' })).toBeVisible();
    await expect(bob.page.getByRole('menuitem', { name: 'Workspace' })).toHaveCount(0);
    await bob.page.keyboard.press('Escape');
    await bob.page.goto('/workspace/general');
    await expect(bob.page.getByRole('heading', { name: 'This is not yours to see' })).toBeVisible();
    await expect(bob.call('workspace:update', { openSignUp: false })).rejects.toThrow(/403/);
  });

  await test.step('the owner gives the workspace a name and closes sign-up', async () => {
    await eve.page.goto('/sign-up');
    const settings = await ada.opensSection('Workspace', 'General');
    await settings.getByLabel('Workspace name').fill('Analytical Engines');
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(ada.page.getByRole('group', { name: 'Your changes are saved.' })).toBeVisible();
    await expect(bob.list.getByText('Analytical Engines')).toBeVisible();
    const invitations = await ada.opensSection('Workspace', 'Invitations');
    await invitations.getByRole('switch', { name: 'Open sign-up' }).click();
    await invitations.getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await ada.call('workspace:get', {})).openSignUp).toBe(false);
  });

  await test.step('nobody else gets in, neither by a form opened before nor by a new one', async () => {
    await eve.signUp();
    await expect(eve.page.getByRole('alert').filter({ hasText: 'Sign-up is closed here' })).toBeVisible();
    await late.page.goto('/sign-in');
    await expect(late.page.getByText('Welcome back to Analytical Engines.')).toBeVisible();
    await expect(late.page.getByRole('link', { name: 'Create your account' })).toHaveCount(0);
    await late.page.goto('/sign-up');
    await expect(late.page.getByRole('heading', { name: 'Sign-up is closed' })).toBeVisible();
    await expect(late.button('Create account')).toHaveCount(0);
  });
});
