import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { SignOnRefusal } from '#contract/second-factor.ts';
import { signInByIdentity } from '#domain/sign-on.ts';
import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';
import { limit, limitCredentials } from '#platform/rate-limit.ts';
import { seal, unseal } from '#platform/secrets.ts';
import { beginSignOn, configuredSignOn, finishSignOn } from '#platform/sign-on-provider.ts';
import { toRefusal } from './dispatch.ts';
import { pathOf } from './guard.ts';
import { addressOf, ownOrigin } from './origin.ts';
import { actorOf, sessionCookie } from './session.ts';
import { enter } from './sign-in.ts';

// The way to an OpenID provider and back. What the way back is held against (state, nonce, PKCE's verifier) travels in a
// cookie that only this server can read, so that any instance may be the one that somebody comes back to.

const START = '/sign-in/oidc';
const RETURN = '/sign-in/oidc/callback';

const COOKIE = 'parley-sign-on';
/** Seconds that somebody has at the provider's. */
const LIFE = 15 * 60;

const kept = z.object({
  trip: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  next: z.string(),
  until: z.number(),
});
type Kept = z.infer<typeof kept>;

/** Whether a request belongs here: nobody comes by this way where no provider is set. */
export function isSignOnPath(path: string): boolean {
  return (path === START || path === RETURN) && configuredSignOn() !== null;
}

/** Answers the way there and the way back. Whatever goes wrong is said on the page to sign in. Never rejects. */
export async function answerSignOn(
  request: IncomingMessage,
  response: ServerResponse,
  config: Config,
  log: Log,
): Promise<void> {
  const origin = ownOrigin(request, config);
  const isSecure = origin.startsWith('https:');
  response.setHeader('Cache-Control', 'no-store');
  const lead = (address: string, ...cookies: string[]) =>
    response.writeHead(302, { Location: address, 'Set-Cookie': cookies }).end();
  const forget = tripCookie('', 0, isSecure);
  try {
    if (request.method !== 'GET') lead('/sign-in');
    else if (pathOf(request) === START) {
      await limit('open', addressOf(request, config));
      const { address, value } = await leave(request, origin);
      lead(address, tripCookie(value, LIFE, isSecure));
    } else {
      await limitCredentials('signIn', addressOf(request, config), null);
      const { address, cookie } = await comeBack(request, origin, config);
      lead(address, forget, ...(cookie ? [cookie] : []));
    }
  } catch (error) {
    lead(refusedAt(reasonOf(error, log)), forget);
  }
}

/** Where somebody is sent, and what is to be remembered of it. */
async function leave(request: IncomingMessage, origin: string): Promise<{ address: string; value: string }> {
  const next = new URL(request.url ?? '', origin).searchParams.get('next');
  const { address, trip } = await beginSignOn(origin + RETURN);
  const keep: Kept = { trip, next: ownPath(next, origin), until: Date.now() + LIFE * 1_000 };
  return { address, value: seal(COOKIE, Buffer.from(JSON.stringify(keep))).toString('base64url') };
}

/** Lets somebody in who comes back, or leads them to the second step or to why not. */
async function comeBack(
  request: IncomingMessage,
  origin: string,
  config: Config,
): Promise<{ address: string; cookie?: string }> {
  const trip = readTrip(request.headers.cookie);
  if (!trip) return { address: refusedAt('expired') };
  const identity = await finishSignOn(new URL(request.url ?? '', origin), trip.trip);
  const cookies = request.headers.cookie ?? null;
  const address = addressOf(request, config);
  const came = await signInByIdentity(identity, { current: await actorOf(cookies), address });
  if ('refused' in came) return { address: refusedAt(came.refused) };
  if ('secondStep' in came) {
    const { ticket, ways } = came.secondStep;
    // What stands behind # is sent to nobody.
    const step = new URLSearchParams({ ticket, ways: ways.join(' ') });
    return { address: `/sign-in?${new URLSearchParams({ next: trip.next })}#${step}` };
  }
  const userAgent = request.headers['user-agent'] ?? '';
  const token = await enter(came.user.id, { cookies, address, userAgent, origin });
  return { address: trip.next, cookie: sessionCookie(token, origin.startsWith('https:')) };
}

function refusedAt(reason: SignOnRefusal): string {
  return `/sign-in?${new URLSearchParams({ refused: reason })}`;
}

/** Why it went wrong, in the words' own terms; what nobody foresaw of the provider is logged. */
function reasonOf(error: unknown, log: Log): SignOnRefusal {
  // openid-client tells by a code what the provider did; its own and `fetch`'s errors for no answer have none of OAuth.
  if (error instanceof Error && 'error' in error && error.error === 'access_denied') return 'denied';
  if (error instanceof Error && isOfProvider(error)) {
    log.warn({ reason: error.message, code: 'code' in error ? error.code : null }, 'single sign-on failed');
    return 'away';
  }
  const { code } = toRefusal(error, log, 'single-sign-on');
  return code === 'rate_limited' ? 'often' : code === 'forbidden' ? 'suspended' : 'away';
}

/** Whether it is about what the provider said or did not say. */
function isOfProvider(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    code.startsWith('OAUTH_') ||
    ['TypeError', 'TimeoutError', 'AbortError'].includes(error.name) ||
    /^ResponseBodyError|^AuthorizationResponseError|^WWWAuthenticateChallengeError|^ClientError/.test(
      error.constructor.name,
    )
  );
}

function tripCookie(value: string, seconds: number, isSecure: boolean): string {
  return `${COOKIE}=${value}; Path=${START}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

function readTrip(cookies: string | undefined): Kept | null {
  const found = (cookies ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${COOKIE}=`));
  const bytes = found && unseal(COOKIE, Buffer.from(found.slice(COOKIE.length + 1), 'base64url'));
  if (!bytes) return null;
  // Sealed by this server, so it is JSON.
  const { data } = kept.safeParse(JSON.parse(bytes.toString()));
  return data && data.until > Date.now() ? data : null;
}

/** A path of this site to go on to, or the beginning: never another site's address. */
function ownPath(next: string | null, origin: string): string {
  const url = next?.startsWith('/') ? URL.parse(next, origin) : null;
  // A path that begins with two slashes (`/.//there` becomes one) is another site's address.
  const isOwn = url?.origin === origin && !url.pathname.startsWith('//');
  return isOwn ? url.pathname + url.search : '/';
}
