import { Refusal } from '#contract/errors.ts';
import type { UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type PasskeyAnswer, type PasskeyRequest, passkeyAnswer } from '#contract/passkeys.ts';
import type { SecondStep } from '#contract/second-factor.ts';
import type { Credentials } from '#contract/users.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { limit } from '#platform/rate-limit.ts';
import { CHALLENGE_MS, newChallenge } from './challenges.ts';
import { takePasskeyAnswer } from './passkey-answers.ts';
import { listCredentials } from './passkey-rows.ts';
import { passwordFits } from './passwords.ts';
import { waysOf } from './second-factor-rows.ts';
import { holderOf, openTicket, purposeOfTicket, takeTicket } from './sign-in-tickets.ts';
import { codeFaults, takeCode } from './totp.ts';

/** What became of a try to sign in that was right so far: somebody is in, or has one more step to take. */
export type SignIn =
  | {
      user: { id: UserId; name: string } /** Of the password that was given. */;
      passwordHash?: string | null;
    }
  | { secondStep: SecondStep };

/** What a passkey alone signs. */
const aloneFor = 'sign in with a passkey';

/**
 * Signs in by email and password; null: which of the two was wrong stays unsaid. Throws `forbidden` for whoever is
 * suspended and gave the right password.
 */
export async function signInByPassword({ email, password }: Credentials): Promise<SignIn | null> {
  const row = await queryRow<{ id: UserId; password_hash: string | null }>(
    'user-credentials',
    'SELECT id, password_hash FROM "user" WHERE email = $1 AND removed_at IS NULL',
    [email],
  );
  const fits = await passwordFits(row?.password_hash ?? null, password);
  if (!(fits && row)) return null;
  const came = await afterFirstFactor(row.id, 'password');
  return 'user' in came ? { ...came, passwordHash: row.password_hash } : came;
}

/**
 * Lets somebody in who has given their first factor, or asks for the second one that they have. How somebody shows who
 * they are elsewhere is the provider's business, unless the workspace requires a second factor itself.
 */
export function afterFirstFactor(userId: UserId, by: 'password' | 'sign-on'): Promise<SignIn> {
  return transaction(async (query) => {
    const user = await requireActive(query, userId);
    const [asked] = await query<{ always: boolean }>(
      'SELECT require_second_factor AS always FROM workspace',
      [],
    );
    const ways = by === 'password' || asked?.always ? await waysOf(query, userId) : [];
    return ways.length === 0 ? { user } : { secondStep: { ticket: await openTicket(query, userId), ways } };
  });
}

/** The second step, by a code. Throws `invalid` for a wrong one and `forbidden` when the ticket is over. */
export async function signInByCode(ticket: string, code: string): Promise<SignIn> {
  // Guessing goes on with the next ticket for whoever knows the password.
  await limit('signInProof', await holderOf(ticket));
  const userId = await takeTicket(ticket, async (query, holder) => {
    const answer = await takeCode(query, holder, code);
    return answer === 'right' ? answer : { field: 'code', fault: codeFaults[answer] };
  });
  return { user: await transaction((query) => requireActive(query, userId)) };
}

/**
 * Signs in by a passkey: alone, or as the second step where there is a ticket. `text` is what the browser answered, as
 * JSON. Throws `invalid` for a wrong one.
 */
export async function signInByPasskey(
  text: string,
  origin: string,
  ticket: string | undefined,
): Promise<SignIn> {
  const answer = readAnswer(text);
  if (!answer) throw new Refusal('invalid', unknownPasskey);
  if (ticket === undefined) {
    const user = await transaction(async (query) => {
      const userId = await takePasskeyAnswer(query, answer, { purpose: aloneFor, origin });
      return userId && requireActive(query, userId);
    });
    if (!user) throw new Refusal('invalid', unknownPasskey);
    return { user };
  }
  const userId = await takeTicket(ticket, async (query, holder) => {
    const owner = await takePasskeyAnswer(query, answer, { purpose: purposeOfTicket(ticket), origin });
    return owner === holder ? 'right' : { field: 'passkey', fault: unknownPasskey };
  });
  return { user: await transaction((query) => requireActive(query, userId)) };
}

const unknownPasskey = 'This passkey is not known here, or it took too long: try again';

function readAnswer(text: string): PasskeyAnswer | null {
  if (text.length > 5 * limits.passkeyPart) return null;
  try {
    return passkeyAnswer.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What to ask a passkey for: one of those of a ticket's holder, or whichever somebody has for this address. */
export async function challengePasskey(
  _caller: unknown,
  { ticket }: { ticket?: string | undefined },
): Promise<PasskeyRequest> {
  const purpose = ticket === undefined ? aloneFor : purposeOfTicket(ticket);
  const holder = ticket === undefined ? null : await holderOf(ticket);
  return {
    challenge: Buffer.from(newChallenge(purpose)).toString('base64url'),
    allowCredentials: holder ? await transaction((query) => listCredentials(query, holder)) : [],
    userVerification: 'required',
    timeout: CHALLENGE_MS,
  };
}

/** Throws `forbidden` for whoever is suspended; whoever was removed is not there. */
async function requireActive(query: Query, userId: UserId): Promise<{ id: UserId; name: string }> {
  const [row] = await query<{ name: string; suspended: boolean }>(
    'SELECT name, suspended_at IS NOT NULL AS suspended FROM "user" WHERE id = $1 AND removed_at IS NULL',
    [userId],
  );
  if (!row) throw new Refusal('forbidden', 'This account is not there any more.');
  if (row.suspended)
    throw new Refusal('forbidden', 'This account is suspended: ask an owner or admin of this workspace.');
  return { id: userId, name: row.name };
}
