import type { PasskeyId, UserId } from '#contract/ids.ts';
import type { PasskeyAnswer } from '#contract/passkeys.ts';
import type { Query } from '#platform/database.ts';
import { isOwnChallenge, takeChallenge } from './challenges.ts';
import { passkeyDomain, webAuthentication } from './passkeys.ts';

/** What a passkey's answer has to be for. */
export interface Asked {
  /** Of the challenge. */
  purpose: string;
  /** The address of this server, as the browser knows it. */
  origin: string;
}

interface KeptPasskey {
  id: PasskeyId;
  user_id: UserId;
  credential_id: Buffer;
  public_key: Buffer;
  counter: string;
}

/**
 * Whose passkey has answered a challenge of ours; null: nobody's, or not rightly, or once too often. A counter that does
 * not grow is that of a copy (Web Authentication Level 3, 7.2, step 22).
 */
export async function takePasskeyAnswer(
  query: Query,
  answer: PasskeyAnswer,
  { purpose, origin }: Asked,
): Promise<UserId | null> {
  const { verifyAuthenticationResponse } = await webAuthentication();
  const [kept] = await query<KeptPasskey>(
    'SELECT id, user_id, credential_id, public_key, counter FROM passkey WHERE credential_id = $1 FOR UPDATE',
    [Buffer.from(answer.id, 'base64url')],
  );
  if (!(kept && isOfUser(answer, kept.user_id))) return null;
  let challenge = '';
  const verified = await verifyAuthenticationResponse({
    response: { ...answer, response: withoutAbsent(answer.response), clientExtensionResults: {} },
    expectedChallenge: (given) => {
      challenge = given;
      return isOwnChallenge(purpose, given);
    },
    expectedOrigin: origin,
    expectedRPID: passkeyDomain(origin),
    credential: {
      id: kept.credential_id.toString('base64url'),
      publicKey: new Uint8Array(kept.public_key),
      counter: Number(kept.counter),
    },
    requireUserVerification: true,
    // It throws at whatever is wrong with what a client sent.
  }).catch(() => null);
  if (!(verified?.verified && (await takeChallenge(query, challenge)))) return null;
  await query('UPDATE passkey SET counter = $2, last_used_at = now() WHERE id = $1', [
    kept.id,
    verified.authenticationInfo.newCounter,
  ]);
  return kept.user_id;
}

/** Where a passkey says whose it is, it has to be the same (7.2, step 6). */
function isOfUser({ response: { userHandle } }: PasskeyAnswer, userId: UserId): boolean {
  if (userHandle === undefined) return true;
  return Buffer.from(userHandle, 'base64url').toString('hex') === userId.replaceAll('-', '');
}

function withoutAbsent({ userHandle, ...rest }: PasskeyAnswer['response']) {
  return userHandle === undefined ? rest : { ...rest, userHandle };
}
