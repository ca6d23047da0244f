import { NextRequest } from 'next/server';
import NextAuth, { type AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { bridge } from '#bridge.ts';
import type { SecondStep } from '#contract/second-factor.ts';

declare module 'next-auth' {
  interface Session {
    user?: { id: string; name: string; email: string };
  }
}

/** What next-auth has no words for: what failed, and a second step that is left to take. */
interface Aside {
  failures: unknown[];
  steps: SecondStep[];
}

/**
 * next-auth with email and password. Its cookie holds an opaque token instead of a signed statement: `encode` and
 * `decode` go to the table of sessions, so signing out ends a session for good (docs/decisions/008).
 */
function options(request: Request, { failures, steps }: Aside): AuthOptions {
  const { auth } = bridge();
  // next-auth takes a database that is away for a wrong password or for a session that is over.
  const noting = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      failures.push(error);
      throw error;
    });
  return {
    secret: auth.secret,
    useSecureCookies: auth.secureCookies(request),
    pages: { signIn: '/sign-in' },
    session: { strategy: 'jwt', maxAge: auth.sessionSeconds },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: async (form) => {
          const came = await noting(auth.signIn(request, form));
          if (!came || !('secondStep' in came)) return came;
          steps.push(came.secondStep);
          return null;
        },
      }),
    ],
    jwt: {
      maxAge: auth.sessionSeconds,
      encode: async ({ token }) => String(token?.sessionToken ?? ''),
      decode: async ({ token }) => {
        const actor = token ? await noting(auth.findSession(token)) : null;
        return actor && token ? { sub: actor.userId, sessionToken: token } : null;
      },
    },
    callbacks: {
      jwt: ({ token, user }) =>
        user && 'sessionToken' in user ? { ...token, sessionToken: user.sessionToken } : token,
      session: async ({ session, token }) => {
        const actor = await noting(auth.findSession(String(token.sessionToken)));
        if (!actor) return session;
        const { id, name, email } = await noting(bridge().call(actor, 'user:me', {}));
        return { expires: session.expires, user: { id, name, email } };
      },
    },
    logger: {
      // A cookie of a session that is over is an everyday thing, not an error.
      error: (code) => code === 'JWT_SESSION_ERROR' || auth.warn(code),
      warn: (code) => auth.warn(code),
      debug: () => undefined,
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sessionToken === 'string') await noting(auth.endSession(token.sessionToken));
      },
    },
  };
}

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

/** What next-auth reads of a form. It would also read where to lead to afterwards, and fail at what is no address. */
const fields = ['email', 'password', 'ticket', 'code', 'passkey', 'csrfToken', 'json'];

/** next-auth's answer, or the refusal of whatever failed behind it, or the second step that is left. */
async function answer(request: Request, context: Context): Promise<Response> {
  const { auth } = bridge();
  const aside: Aside = { failures: [], steps: [] };
  const response = await NextAuth(options(request, aside))(request, context);
  if (aside.failures.length > 0) return auth.refuse(aside.failures[0]);
  return aside.steps[0] ? auth.askSecondStep(aside.steps[0]) : response;
}

export function GET(request: Request, context: Context): Promise<Response> {
  return answer(new NextRequest(withoutQuery(request.url), { headers: request.headers }), context);
}

export async function POST(request: Request, context: Context): Promise<Response> {
  const [action, provider, ...rest] = (await context.params).nextauth;
  const form = await formOf(request);
  if (action === 'callback') {
    // next-auth would not look at the rest of the path, and neither would a limit that does.
    if (provider !== 'credentials' || rest.length > 0) return new Response(null, { status: 404 });
    const refused = await bridge().auth.limitSignIn(request, form.get('email'));
    if (refused) return refused;
  }
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/x-www-form-urlencoded');
  headers.delete('content-length');
  const body = form.toString();
  return answer(new NextRequest(withoutQuery(request.url), { method: 'POST', headers, body }), context);
}

/** The texts of a form, or of JSON in its place. Of two of a name, the last; what is no form has none. */
async function formOf(request: Request): Promise<URLSearchParams> {
  const text = await request.text();
  const isJson = request.headers.get('content-type')?.includes('application/json') ?? false;
  const given = isJson ? parsedObject(text) : Object.fromEntries(new URLSearchParams(text));
  const form = new URLSearchParams();
  for (const field of fields) {
    const value = given[field];
    if (typeof value === 'string') form.set(field, value);
  }
  return form;
}

function parsedObject(text: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}

function withoutQuery(url: string): URL {
  const bare = new URL(url);
  bare.search = '';
  return bare;
}
