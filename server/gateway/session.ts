import type { Actor } from '#domain/actor.ts';
import { findSession, SESSION_SECONDS } from '#domain/sessions.ts';

/** next-auth's names for the session cookie: the second one over https. */
export const sessionCookies = ['next-auth.session-token', '__Secure-next-auth.session-token'];

/** The session token in a Cookie header (RFC 6265, 5.4), or null. */
export function sessionToken(cookieHeader: string | null | undefined): string | null {
  for (const pair of cookieHeader?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && sessionCookies.includes(pair.slice(0, at).trim())) return pair.slice(at + 1).trim() || null;
  }
  return null;
}

/**
 * The session cookie of a request again, as a Set-Cookie header with its full time to live; null without one.
 * next-auth renews it only when it is asked for the session; a session lives on with every page that is opened.
 */
export function renewedCookie(cookieHeader: string | undefined): string | null {
  const token = sessionToken(cookieHeader);
  if (!token || !/^[\w-]+$/.test(token)) return null;
  const [plain, secure] = sessionCookies;
  const isSecure = cookieHeader?.includes(`${secure}=`) ?? false;
  const cookie = `${isSecure ? secure : plain}=${token}; Path=/; Max-Age=${SESSION_SECONDS}; HttpOnly; SameSite=Lax`;
  return isSecure ? `${cookie}; Secure` : cookie;
}

/** The person behind a request's cookies, or null. */
export async function actorOf(cookieHeader: string | null | undefined): Promise<Actor | null> {
  const token = sessionToken(cookieHeader);
  return token ? findSession(token) : null;
}
