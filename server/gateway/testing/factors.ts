import { setTimeout } from 'node:timers/promises';
import { Secret, TOTP } from 'otpauth';
import type { NewPasskey } from '#contract/passkeys.ts';
import { database } from '#platform/database.ts';
import { createAuthenticator } from './authenticator.ts';
import { PASSWORD, type Person } from './people.ts';

/** What the cases of second factors need beforehand. */
export interface Factors {
  /** Of the app that Cy is about to confirm. */
  totpSecret: string;
  /** Ben's passkey. */
  passkeyId: string;
  /** What Ada's browser has made. */
  newPasskey: NewPasskey;
}

/** Begins what the cases end. `origin` is the address that passkeys are bound to; Cy is known to a provider, too. */
export async function prepareFactors(
  { ada, ben, cy }: Record<'ada' | 'ben' | 'cy', Person>,
  origin: string,
): Promise<Factors> {
  const password = PASSWORD;
  const own = await ben.call('passkey:start', { password });
  const { passkey } = await ben.call('passkey:add', {
    name: 'key',
    response: createAuthenticator(origin).create(own),
  });
  const { secret } = await cy.call('totp:start', {});
  await database().pool.query('INSERT INTO linked_sign_on (issuer, subject, user_id) VALUES ($1, $2, $3)', [
    ...['https://id.example', 'cy', cy.id],
  ]);
  return {
    totpSecret: secret,
    passkeyId: passkey.id,
    newPasskey: createAuthenticator(origin).create(await ada.call('passkey:start', { password })),
  };
}

/** Waits until what follows can be done before the next code is shown: until there are `seconds` of this one left. */
export async function roomInPeriod(seconds = 8): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < seconds * 1_000) await setTimeout(left);
}

/** The code that an app shows, so many periods of 30 seconds from now. */
export function totpCode(secret: string, periods = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + periods * 30_000 });
}
