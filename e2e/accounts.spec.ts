import { expect, test, unique } from '#e2e/people/test.ts';

test('a visitor is led to sign-in, on to sign-up, and into general', async ({ visitor }) => {
  const ada = await visitor('Ada');
  await ada.page.goto('/');
  await expect(ada.page).toHaveURL('/sign-in');
  await ada.page.getByRole('link', { name: 'Create your account' }).click();
  await expect(ada.page.getByRole('heading', { name: 'Create your account' })).toBeVisible();
  await ada.signUp();
  await ada.isIn('general');
  await ada.isLive();
  await expect(ada.accountMenu).toHaveAccessibleName(`Account: ${ada.name}`);
});

const refusedSignUps = [
  ['no name', { name: '  ' }, 'Name', 'This cannot be empty'],
  ['a malformed email', { email: 'ada@example' }, 'Email', 'Enter an email address like name@example.com'],
  ['no email', { email: '' }, 'Email', 'Enter an email address like name@example.com'],
  ['a short password', { password: 'nine.char' }, 'Password', 'Use at least 10 characters'],
  ['a common password', { password: 'Qwertyuiop' }, 'Password', 'one of the most common ones'],
  ['a repeated password', { password: 'abababababab' }, 'Password', 'one of the most common ones'],
  [
    'the email as password',
    { email: 'ada.lovelace@example.test', password: 'ada.lovelace' },
    'Password',
    'too easy a guess',
  ],
] as const;

test('what is wrong with a sign-up is said at its field, and the rest is kept', async ({
  visitor,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 400');
  const ada = await visitor('Ada');
  await ada.page.goto('/sign-up');
  for (const [what, changes, label, message] of refusedSignUps) {
    await test.step(what, async () => {
      await ada.signUp(changes);
      const field = ada.page.getByLabel(label, { exact: true });
      await expect(field).toHaveAccessibleDescription(new RegExp(message));
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(ada.page.locator('[aria-invalid=true]')).toHaveCount(1);
      await expect(ada.page.getByLabel('Name', { exact: true })).toHaveValue(
        'name' in changes ? changes.name : ada.name,
      );
    });
  }
  await ada.signUp();
  await ada.isIn('general');
});

test('a taken email address is said at the field, however it is written', async ({
  visitor,
  person,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 409');
  const [ada, eve] = [await person('Ada'), await visitor('Eve')];
  await eve.page.goto('/sign-up');
  await eve.signUp({ email: ` ${ada.account.email.toUpperCase()} ` });
  await expect(eve.page.getByLabel('Email', { exact: true })).toHaveAccessibleDescription(
    'There is an account with this email address: sign in instead',
  );
});

test('a wrong password gets the same words whether or not there is such an account', async ({
  person,
  visitor,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 401');
  const [ada, eve] = [await person('Ada'), await visitor('Eve')];
  const field = eve.page.getByLabel('Password', { exact: true });
  const words = 'The email address or the password is not right';
  for (const email of [ada.account.email, `${unique('nobody')}@example.test`, 'not an address', '']) {
    await eve.page.goto('/sign-in');
    await eve.signIn({ email, password: 'certainly not this' });
    await expect(field).toHaveAccessibleDescription(words);
    await expect(eve.page.locator('[aria-invalid=true]')).toHaveCount(1);
  }
  await expect(eve.page).toHaveURL('/sign-in');
  await eve.signIn({ email: ada.account.email.toUpperCase(), password: ada.account.password });
  await eve.isIn('general');
});

test('a password can be looked at while it is typed', async ({ visitor }) => {
  const ada = await visitor('Ada');
  await ada.page.goto('/sign-in');
  const field = ada.page.getByLabel('Password', { exact: true });
  await field.fill('secret words');
  await expect(field).toHaveAttribute('type', 'password');
  await ada.button('Show the characters').click();
  await expect(field).toHaveAttribute('type', 'text');
  await expect(field).toHaveValue('secret words');
});

test('one stays signed in when the browser is closed and opened again', async ({ person, newContext }) => {
  const ada = await person('Ada');
  await ada.visits();
  const storageState = await ada.context.storageState();
  const cookie = storageState.cookies.find(({ name }) => name.endsWith('session-token'));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  // A cookie without an end is gone with the browser; this one lasts for 30 days of use.
  expect((cookie?.expires ?? 0) - Date.now() / 1000).toBeGreaterThan(29 * 86_400);
  await ada.context.close();

  const again = await newContext({ storageState });
  const page = await again.newPage();
  await page.goto('/');
  await expect(page.getByRole('button', { name: `Account: ${ada.name}` })).toBeVisible();
  await page.goto('/sign-in');
  await expect(page).toHaveURL(/\/c\//);
});

test('signing out ends the other tab at once, and nothing on other devices', async ({
  person,
  expectComplaints,
}) => {
  expectComplaints('the server responded with a status of 401');
  const ada = await person('Ada');
  const [tab, phone] = [await ada.tab(), await ada.device()];
  await Promise.all([ada.visits(), tab.visits(), phone.visits()]);
  const { pathname } = new URL(tab.page.url());
  const old = await ada.context.storageState();

  await ada.signOut();
  await expect(ada.page).toHaveURL('/sign-in');
  const ended = tab.page.getByRole('alertdialog', { name: 'You are signed out' });
  await expect(ended).toBeVisible();
  // Nothing private stays on the screen behind it.
  await expect(tab.page.getByRole('log')).toHaveCount(0);
  await phone.page.reload();
  await phone.isLive();

  // The session is over on the server, too: its cookie opens nothing any more.
  const thief = await ada.device({ storageState: old });
  await thief.context.clearCookies();
  await thief.context.addCookies(old.cookies);
  expect((await thief.context.request.get('/api/v1/sync')).status()).toBe(401);

  await ended.getByRole('link', { name: 'Sign in again' }).click();
  await expect(tab.page).toHaveURL(/\/sign-in/);
  await tab.signIn();
  await expect(tab.page).toHaveURL(pathname);
  await tab.isLive();
});

test('a new name is seen by everyone at once', async ({ person }) => {
  const [ada, bob] = [await person('Ada'), await person('Bob')];
  await Promise.all([ada.visits(), bob.visits()]);
  const { id } = await ada.call('conversation:create', { kind: 'direct', memberIds: [bob.id] });
  await expect(bob.link(ada.name)).toBeVisible();
  const name = unique('Countess');
  const profile = await ada.opensSection('Settings', 'Profile');
  await profile.getByLabel('Display name').fill(name);
  await profile.getByRole('button', { name: 'Save' }).click();
  await expect(ada.accountMenu).toHaveAccessibleName(`Account: ${name}`);
  await expect(bob.link(name)).toHaveAttribute('href', `/c/${id}`);
});
