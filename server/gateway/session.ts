import type { ConversationId } from '#contract/ids.ts';
import type { Actor } from '#domain/actor.ts';
import { findSession, findToken } from '#domain/actors.ts';
import { SESSION_SECONDS } from '#domain/sessions.ts';
import { bearerOf, invalidToken } from './bearer.ts';

/** next-auth's names for the session cookie; the first one over https, and the one to believe. */
const sessionCookies = ['__Secure-next-auth.session-token', 'next-auth.session-token'] as const;

/** The session cookies in a Cookie header (RFC 6265, 5.4), the one to believe first. */
function foundCookies(cookieHeader: string | null | undefined) {
  const cookies = new Map(
    (cookieHeader ?? '').split(';').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
  return sessionCookies.flatMap((name) => {
    const token = cookies.get(name);
    return token ? [{ name, token }] : [];
  });
}

/** The tokens of all sessions that a Cookie header names. */
export function sessionTokens(cookieHeader: string | null | undefined): string[] {
  return foundCookies(cookieHeader).map(({ token }) => token);
}

/**
 * The session cookie of a request again, as a Set-Cookie header with its full time to live; null without one.
 * next-auth renews it only when it is asked for the session; ours lives on with every page and every connection.
 */
export function renewedCookie(cookieHeader: string | undefined): string | null {
  const [cookie] = foundCookies(cookieHeader);
  if (!(cookie && /^[\w-]+$/.test(cookie.token))) return null;
  return sessionCookie(cookie.token, cookie.name.startsWith('__Secure-'));
}

/** A session's cookie as a Set-Cookie header, as next-auth writes it. */
export function sessionCookie(token: string, isSecure: boolean): string {
  const name = sessionCookies[isSecure ? 0 : 1];
  const secure = isSecure ? '; Secure' : '';
  return `${name}=${token}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}

/** The user behind a request's cookies, or null; with a conversation, what that is to them is asked together with it. */
export async function actorOf(
  cookieHeader: string | null | undefined,
  conversationId?: ConversationId,
): Promise<Actor | null> {
  const [cookie] = foundCookies(cookieHeader);
  return cookie ? findSession(cookie.token, conversationId) : null;
}

/** The headers that say who asks. */
interface Credentials {
  authorization: string | null | undefined;
  cookie: string | null | undefined;
}

/**
 * Who asks, or null: by a Bearer token where there is one, whatever cookies came with it, otherwise by the session's
 * cookie, of whom it is asked together with the conversation that they are about to read. Throws `unauthenticated` for a
 * token that does not work.
 */
export async function callerOf(
  { authorization, cookie }: Credentials,
  address: string,
  conversationId?: ConversationId,
): Promise<Actor | null> {
  const secret = bearerOf(authorization);
  return secret === null ? actorOf(cookie, conversationId) : actorOfToken(secret, address);
}

/** Who a program is, by its token. Throws `unauthenticated` for one that does not work. */
export async function actorOfToken(secret: string, address: string): Promise<Actor> {
  const actor = await findToken(secret, address);
  if (!actor) throw invalidToken();
  return actor;
}
