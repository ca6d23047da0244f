import { Refusal } from '#contract/errors.ts';
import { operationNotes } from '#contract/operation-notes.ts';
import type { OperationName } from '#contract/operations.ts';
import type { Actor } from '#domain/actor.ts';
import { requireSetUp } from '#domain/second-factor.ts';
import { type LimitName, limit, limitPrograms } from '#platform/rate-limit.ts';

// RFC 6750, "Bearer Token Usage": how a program shows its token, and how it is told what is wrong with it.

const realm = 'Bearer realm="Parley"';

/** A refusal whose answer says in WWW-Authenticate what the token lacks. */
class TokenRefusal extends Refusal {
  readonly challenge: string;

  constructor(code: 'unauthenticated' | 'forbidden', message: string, challenge: string) {
    super(code, message);
    this.challenge = challenge;
  }
}

/** The token in an Authorization header; null where there is none, or one for a proxy before us (`Basic`). */
export function bearerOf(header: string | null | undefined): string | null {
  return header && /^bearer(?: |$)/i.test(header) ? header.slice('bearer'.length).trim() : null;
}

/** A token that is revoked, expired, mistyped, or whose user may not come in. Which of these stays unsaid. */
export function invalidToken(): Refusal {
  return new TokenRefusal(
    'unauthenticated',
    'This token does not work: it may be revoked or expired.',
    `${realm}, error="invalid_token"`,
  );
}

/** What WWW-Authenticate says of a refusal; null: nothing. Whoever is not signed in is always told how (RFC 9110, 15.5.2). */
export function challengeOf(refusal: Refusal): string | null {
  if (refusal instanceof TokenRefusal) return refusal.challenge;
  return refusal.code === 'unauthenticated' ? realm : null;
}

/** Whether somebody may ask this, as far as their token's scopes go. Who signed in themselves has no scopes. */
export function isInScope({ token }: Actor, name: OperationName): boolean {
  const [access] = operationNotes[name];
  if (!token || access === 'anyone') return true;
  return access !== 'session' && token.scopes.includes(access);
}

/** Refuses what the actor's token does not allow, and almost everything until a required second factor is set up (`forbidden`). */
export function refuseBeyondScopes(actor: Actor, name: OperationName): void {
  requireSetUp(actor, name);
  if (isInScope(actor, name)) return;
  const [access] = operationNotes[name];
  const what = `${realm}, error="insufficient_scope"`;
  throw access === 'session'
    ? new TokenRefusal('forbidden', 'No token does this: it is done by somebody who signed in.', what)
    : new TokenRefusal(
        'forbidden',
        `This token does not allow it: it needs the scope ${access}.`,
        `${what}, scope="${access}"`,
      );
}

/** A socket brings whatever its user sees, so its token must allow reading. Refuses another (`forbidden`). */
export function refuseUnreading({ token }: Actor): void {
  if (token && !token.scopes.includes('read'))
    throw new Refusal(
      'forbidden',
      'A socket brings all that its user sees: this token needs the scope read.',
    );
}

/** Counts one call or handshake of somebody, and of a program beside it. Throws `rate_limited`. */
export async function limitActor(name: LimitName, actor: Actor): Promise<void> {
  await limit(name, limitKeyOf(actor));
  if (actor.token) await limitPrograms(name, actor.userId);
}

/**
 * By what calls and sockets are counted: a program that floods keeps neither its user out nor their other programs. All
 * of these together have bounds of their own.
 */
export function limitKeyOf({ userId, sessionId, token }: Actor): string {
  return token ? `token ${sessionId}` : userId;
}
