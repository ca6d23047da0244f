import type { Locator } from '@playwright/test';
import type { Person } from '#e2e/people/person.ts';
import { expect, test } from '#e2e/people/test.ts';
import {
  createInstallation,
  type Installation,
  type RunningServer,
  startServer,
} from '#e2e/support/server.ts';

// An installation of its own: this is about the first people, and the first invitation closes sign-up.
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

/** Makes the link that is offered there; gives it. */
async function makesLink(place: Locator): Promise<string> {
  await place.getByRole('button', { name: 'Make link' }).click();
  return place.getByLabel('Link', { exact: true }).inputValue();
}

async function isTold(visitor: Person, link: string, title: string): Promise<void> {
  await visitor.page.goto(link);
  await expect(visitor.page.getByRole('heading', { name: title })).toBeVisible();
  await expect(visitor.button('Create account')).toHaveCount(0);
}

test('the first hour of a team: an owner, a newcomer and a guest come in, and nobody by a link that is over', async ({
  visitor,
  expectComplaints,
}) => {
  const [ada, bob, gus, late] = [
    await visitor('Ada'),
    await visitor('Bob'),
    await visitor('Gus'),
    await visitor('Late'),
  ];
  let link = '';
  let guestLink = '';

  await test.step('the owner says what the workspace is called, and finds a link to share', async () => {
    await ada.page.goto('/');
    await ada.page.getByLabel('Workspace name').fill('Analytical Engines');
    await ada.signUp();
    await ada.isIn('general');
    await ada.isLive();
    await expect(ada.list.getByText('Analytical Engines')).toBeVisible();
    const steps = ada.panel('First steps');
    link = await makesLink(steps);
    expect(link).toMatch(new RegExp(`^${empty.url}/join/[\\w-]{43}$`));
    await expect(steps.getByText('Only this computer reaches Parley')).toBeVisible();
    await expect(steps.getByText('Open sign-up is off now')).toBeVisible();
    await ada.call('conversation:create', { kind: 'public', name: 'plans' });
  });

  await test.step('a newcomer joins by it, is greeted, and is announced', async () => {
    await isTold(late, '/sign-up', 'Sign-up is closed');
    await bob.page.goto(link);
    await expect(bob.page.getByText(`${ada.name} invites you to Analytical Engines.`)).toBeVisible();
    await bob.signUp();
    await bob.isIn('general');
    const welcome = bob.panel('Welcome');
    await expect(welcome.getByText('invited you.')).toContainText(ada.name);
    await expect(welcome.getByRole('checkbox', { name: 'general' })).toBeChecked();
    await welcome.getByRole('checkbox', { name: 'plans' }).check();
    await welcome.getByRole('button', { name: 'Join 1 channel' }).click();
    await expect(welcome).toBeHidden();
    await expect(bob.link('plans')).toBeVisible();
    await ada.sees(`${bob.name} joined`);
    await ada.says('Welcome to all');
    await bob.sees('Welcome to all');
  });

  await test.step('a guest comes to one channel by a link of their own', async () => {
    await ada.call('conversation:create', { kind: 'private', name: 'club' });
    await expect(ada.link('club')).toBeVisible();
    await ada.chooses('Invite people');
    const dialog = ada.dialog('Invite people');
    await dialog.getByLabel('They come as').selectOption('Guest');
    await dialog.getByRole('button', { name: 'Make link' }).click();
    await expect(dialog.getByText('A guest needs a channel to come to')).toBeVisible();
    await dialog.getByRole('checkbox', { name: 'club' }).check();
    guestLink = await makesLink(dialog);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await gus.page.goto(guestLink);
    await expect(gus.page.getByText('You come as a guest')).toBeVisible();
    await gus.signUp();
    await gus.isIn('club');
    await expect(gus.link('general')).toHaveCount(0);
    await gus.panel('Welcome').getByRole('button', { name: 'Start' }).click();
    await gus.says('Hello from outside');
    await ada.opens('club');
    await ada.sees('Hello from outside');
  });

  await test.step('whoever has an account joins with it', async () => {
    const { items } = await ada.call('conversation:list', { q: 'club' });
    const conversationIds = items.map(({ id }) => id);
    const { token } = await ada.call('invitation:create', { role: 'member', conversationIds });
    await bob.page.goto(`/join/${token}`);
    await bob.button('Join').click();
    await expect(bob.link('club')).toBeVisible();
  });

  await test.step('links that are over say so', async () => {
    await isTold(late, guestLink, 'This invitation is used up');
    const { token } = await ada.call('invitation:create', { role: 'member' });
    const section = await ada.opensSection('Workspace', 'Invitations');
    await section.getByRole('button', { name: 'Take back: Link for members' }).first().click();
    await expect(section.getByText('Taken back')).toBeVisible();
    await isTold(late, `/join/${token}`, 'This invitation was taken back');
    await isTold(late, '/join/nothing', 'There is no such invitation');
  });

  await test.step('whoever is suspended is out in every tab, told why, and cannot come in again', async () => {
    const other = await bob.tab();
    await other.visits();
    const people = await ada.opensSection('Workspace', 'People');
    const row = people.getByRole('listitem').filter({ hasText: bob.name });
    await row.getByRole('button', { name: `What to do with ${bob.name}` }).click();
    await ada.page.getByRole('menuitem', { name: 'Suspend…' }).click();
    await ada.dialog(`Suspend ${bob.name}`).getByRole('button', { name: 'Suspend' }).click();
    await expect(row).toContainText('Suspended');
    for (const tab of [bob, other])
      await expect(tab.page.getByRole('alertdialog')).toContainText('Your account is suspended');
    await bob.page.goto('/sign-in');
    expectComplaints(/403.*api\/auth\/callback\/credentials/);
    await bob.signIn();
    await expect(bob.page.getByRole('alert')).toContainText('This account is suspended');
  });
});
