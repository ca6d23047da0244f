import { v7 as uuidv7 } from 'uuid';
import { Refusal, refuseField } from '#contract/errors.ts';
import { type PasskeyId, passkeyId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { NewPasskey, Passkey, PasskeyCreation } from '#contract/passkeys.ts';
import { queryRow, transaction, uniqueViolation } from '#platform/database.ts';
import { afterAnswer } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { CHALLENGE_MS, isOwnChallenge, newChallenge, takeChallenge } from './challenges.ts';
import { lockOwn, withPassword } from './own-account.ts';
import { listCredentials, type PasskeyRow, passkeyColumns, toPasskey } from './passkey-rows.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { dropRecoveryCodesIfLast, leadToSetUp, recordFactor, waysOf } from './second-factor-rows.ts';

// Passkeys: Web Authentication Level 3. Each is kept on its device, under this workspace's address, and asks its owner
// for a finger, a face or a PIN: so one of them is two factors, and enough alone.

/** COSE algorithms that passkeys may use: EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257];

/** Read when the first passkey is spoken of: its hundreds of files are many for every start. */
export const webAuthentication = () => import('@simplewebauthn/server');

const purposeOf = (userId: UserId) => `add a passkey to ${userId}`;

/** The name of the address that passkeys are bound to (its "relying party id"). Throws `invalid` where there is none. */
export function passkeyDomain(origin: string | undefined): string {
  const url = URL.parse(origin ?? '');
  // Web Authentication Level 3, 5.1.3: an address of numbers cannot be one.
  if (!url || /^[\d.]+$|^\[/.test(url.hostname))
    throw new Refusal(
      'invalid',
      'Passkeys need an address with a name: open Parley by one, such as localhost.',
    );
  return url.hostname;
}

/** What a browser needs to make a passkey, for whoever gives their password. Refuses too many. */
export async function startPasskey(
  actor: Actor,
  { password }: { password: string },
): Promise<PasskeyCreation> {
  const domain = passkeyDomain(actor.origin);
  const { own, existing } = await withPassword(actor, password, async (query, account) => ({
    own: account,
    existing: await listCredentials(query, actor.userId),
  }));
  refuseTooMany(existing.length);
  const workspace = await queryRow<{ name: string }>('workspace-name', 'SELECT name FROM workspace', []);
  const { generateRegistrationOptions } = await webAuthentication();
  const options = await generateRegistrationOptions({
    rpName: workspace?.name ?? domain,
    rpID: domain,
    userID: new Uint8Array(Buffer.from(actor.userId.replaceAll('-', ''), 'hex')),
    userName: own.email,
    userDisplayName: own.name,
    challenge: newChallenge(purposeOf(actor.userId)),
    supportedAlgorithmIDs: algorithms,
  });
  return {
    challenge: options.challenge,
    rp: { id: domain, name: options.rp.name },
    user: options.user,
    pubKeyCredParams: options.pubKeyCredParams.map(({ alg }) => ({ type: 'public-key', alg })),
    excludeCredentials: existing,
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: CHALLENGE_MS,
  };
}

function refuseTooMany(count: number): void {
  if (count >= limits.passkeys)
    throw new Refusal('conflict', `You have ${limits.passkeys} passkeys: remove one first.`);
}

/** Keeps a passkey that a browser has made for a challenge of `startPasskey`. The first second factor brings codes. */
export async function addPasskey(
  actor: Actor,
  { name, response }: { name: string; response: NewPasskey },
): Promise<{ passkey: Passkey; recoveryCodes: string[] | null }> {
  const { credential, challenge } = await readNewPasskey(actor, response);
  return transaction(async (query) => {
    const own = await lockOwn(query, actor);
    refuseTooMany((await listCredentials(query, actor.userId)).length);
    if (!(await takeChallenge(query, challenge))) throw refuseNew();
    const isFirst = (await waysOf(query, actor.userId)).length === 0;
    const [row] = await query<PasskeyRow>(
      `INSERT INTO passkey (id, user_id, name, credential_id, public_key, counter, transports)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${passkeyColumns}`,
      [
        ...[passkeyId.parse(uuidv7()), actor.userId, name, Buffer.from(credential.id, 'base64url')],
        ...[Buffer.from(credential.publicKey), credential.counter, response.response.transports ?? []],
      ],
    );
    if (!row) throw new Error('The passkey was not stored');
    await recordFactor(query, actor, { id: actor.userId, name: own.name }, 'passkey', 'on');
    const recoveryCodes = isFirst ? await renewRecoveryCodes(query, actor.userId) : null;
    return { passkey: toPasskey(row), recoveryCodes };
  }).catch((error: unknown) => {
    if (uniqueViolation(error) === 'passkey_credential_id_key')
      throw refuseField('response', 'This passkey is known here already', 'conflict');
    throw error;
  });
}

async function readNewPasskey(actor: Actor, response: NewPasskey) {
  const domain = passkeyDomain(actor.origin);
  const { clientDataJSON, attestationObject } = response.response;
  let challenge = '';
  const { verifyRegistrationResponse } = await webAuthentication();
  const verified = await verifyRegistrationResponse({
    response: { ...response, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
    expectedChallenge: (given) => {
      challenge = given;
      return isOwnChallenge(purposeOf(actor.userId), given);
    },
    expectedOrigin: actor.origin ?? '',
    expectedRPID: domain,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
    // It throws at whatever is wrong with what a client sent.
  }).catch(() => null);
  if (!verified?.verified) throw refuseNew();
  return { credential: verified.registrationInfo.credential, challenge };
}

function refuseNew(): Refusal {
  return refuseField('response', 'This passkey was not made for this page, or too long ago: try again');
}

/** Forgets a passkey, for whoever gives their password. Throws `not_found` when it is none of theirs. */
export async function removePasskey(
  actor: Actor,
  { passkeyId: id, password }: { passkeyId: PasskeyId; password: string },
): Promise<null> {
  await withPassword(actor, password, async (query, own) => {
    const gone = await query('DELETE FROM passkey WHERE id = $1 AND user_id = $2 RETURNING 1 AS gone', [
      id,
      actor.userId,
    ]);
    if (gone.length === 0) throw new Refusal('not_found', 'There is no such passkey.');
    await dropRecoveryCodesIfLast(query, actor.userId);
    await recordFactor(query, actor, { id: actor.userId, name: own.name }, 'passkey', 'off');
  });
  afterAnswer(() => leadToSetUp(actor.userId));
  return null;
}
