import { expect, test } from 'vitest';
import { email, newUser, password, userPatch } from './users.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

test.each([
  ['Ada@Example.TEST ', 'ada@example.test'],
  [' a.b+c@mail.example.test', 'a.b+c@mail.example.test'],
])('the address %s is kept as %s', (given, kept) => {
  expect(email.parse(given)).toBe(kept);
});

test.each([
  '',
  'ada',
  '@example.test',
  'ada@',
  'a b@example.test',
  'ada@example',
  `${'x'.repeat(250)}@example.test`,
  7,
])('the address %j is refused', (given) => {
  expect(accepts(email, given)).toBe(false);
});

test('a password has 10 to 256 characters, of any kind', () => {
  expect(accepts(password, 'ten chars!')).toBe(true);
  expect(accepts(password, '    ünïcödé   ')).toBe(true);
  for (const refused of ['nine char', 'x'.repeat(257), 'with\u0000inside it'])
    expect(accepts(password, refused)).toBe(false);
});

test('an account needs no handle; a change needs something that changes', () => {
  const account = { name: 'Ada', email: 'ada@example.test', password: 'correct horse battery' };
  expect(newUser.parse(account)).toEqual(account);
  expect(newUser.parse({ ...account, handle: '@Ada' })).toEqual({ ...account, handle: 'ada' });
  expect(userPatch.parse({ name: ' Ada ' })).toEqual({ name: 'Ada' });
  expect(userPatch.parse({ handle: 'ADA' })).toEqual({ handle: 'ada' });
  expect(userPatch.safeParse({}).error?.issues).toMatchObject([
    { path: ['name'], message: 'Give something that is to change' },
  ]);
});
