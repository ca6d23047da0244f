import type { UserId } from '#contract/ids.ts';
import { secondStepInput } from '#contract/second-factor.ts';
import { credentials } from '#contract/users.ts';
import { endSession, startSession } from '#domain/sessions.ts';
import { type SignIn, signInByCode, signInByPasskey, signInByPassword } from '#domain/sign-in.ts';
import { sessionTokens } from './session.ts';

/** A browser that signs in. */
export interface SigningIn {
  cookies: string | null;
  /** Its network address. */
  address: string;
  userAgent: string;
  /** The address of this server as it knows it. */
  origin: string;
}

/**
 * Tries what a form to sign in has posted: email and password, a second step's ticket with a code or a passkey, or a
 * passkey alone. Null: email or password is wrong. Throws the refusal of a second step.
 */
export async function signInWith(form: unknown, { origin }: SigningIn): Promise<SignIn | null> {
  const step = secondStepInput.safeParse(form).data;
  if (step?.passkey !== undefined) return signInByPasskey(step.passkey, origin, step.ticket);
  if (step?.ticket !== undefined) return signInByCode(step.ticket, step.code ?? '');
  const parsed = credentials.safeParse(form);
  return parsed.success ? signInByPassword(parsed.data) : null;
}

/**
 * Starts a session for somebody who has shown who they are, and gives its token; ends those the browser had. See
 * `startSession` for the hash of the password that was given.
 */
export async function enter(
  userId: UserId,
  { cookies, address, userAgent }: SigningIn,
  passwordHash: string | null = null,
): Promise<string> {
  const token = await startSession(userId, { address, userAgent }, passwordHash);
  // The browser forgets that cookie now: nobody could end that session any more, and other tabs still act by it.
  for (const old of sessionTokens(cookies)) await endSession(old);
  return token;
}
