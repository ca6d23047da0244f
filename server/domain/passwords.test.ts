import { describe, expect, test } from 'vitest';
import { hashPassword, passwordFits, refuseWeakPassword } from './passwords.ts';

describe('a hash', () => {
  test('fits its password and no other, and is argon2id as OWASP asks for', async () => {
    const kept = await hashPassword('correct horse battery');
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordFits(kept, 'correct horse battery')).toBe(true);
    for (const wrong of ['correct horse batterY', 'correct horse battery ', ''])
      expect(await passwordFits(kept, wrong)).toBe(false);
    expect(await hashPassword('correct horse battery'), 'has a salt of its own').not.toBe(kept);
  });

  test('that is not there fits nothing, not even the password of nobody', async () => {
    expect(await passwordFits(null, 'nobody has this password')).toBe(false);
  });
});

test('so many are hashed at once, the next is told that the server is busy, and those are hashed', async () => {
  const many = Array.from({ length: 200 }, (_, count) => hashPassword(`${count} correct horses`));
  await expect(hashPassword('one too many')).rejects.toMatchObject({ code: 'unavailable' });
  expect(await Promise.all(many)).toHaveLength(200);
  expect(await hashPassword('room again')).toMatch(/^\$argon2id/);
}, 60_000);

describe('a weak password', () => {
  test.each([
    'password123',
    'PASSWORD123',
    '1234567890',
    'qwertyuiop',
    'aaaaaaaaaaaa',
    'abababababab',
    'ada@example.test',
    'ADA@example.test',
  ])('%s is refused at its field', async (password) => {
    await expect(refuseWeakPassword(password, 'ada@example.test')).rejects.toThrow(
      expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ path: 'password' })] }),
    );
  });

  test('is what stands before the @, too', async () => {
    await expect(refuseWeakPassword('ada.lovelace', 'ada.lovelace@example.test')).rejects.toThrow();
  });

  test('is none of these', async () => {
    for (const password of [
      'correct horse battery',
      'Tr0ub4dor&3 and more',
      'ada@example.test or so',
      'пароль и соль',
    ])
      await expect(refuseWeakPassword(password, 'ada@example.test')).resolves.toBeUndefined();
  });
});
