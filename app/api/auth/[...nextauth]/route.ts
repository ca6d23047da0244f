import NextAuth, { type AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { bridge } from '#bridge.ts';

declare module 'next-auth' {
  interface Session {
    user?: { id: string; name: string; email: string };
  }
}

/**
 * next-auth with email and password. Its cookie holds an opaque token instead of a signed statement: `encode` and
 * `decode` go to the table of sessions, so signing out ends a session for good (docs/decisions/008).
 */
function options(failures: unknown[]): AuthOptions {
  const { auth } = bridge();
  // next-auth takes a database that is away for a wrong password or for a session that is over.
  const noting = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => {
      failures.push(error);
      throw error;
    });
  return {
    secret: auth.secret,
    useSecureCookies: auth.secureCookies,
    pages: { signIn: '/sign-in' },
    session: { strategy: 'jwt', maxAge: auth.sessionSeconds },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (input) => noting(auth.signIn(input)),
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

/** next-auth's answer, or the refusal of whatever failed behind it. */
async function answer(request: Request, context: Context): Promise<Response> {
  const failures: unknown[] = [];
  const response = await NextAuth(options(failures))(request, context);
  return failures.length > 0 ? bridge().auth.refuse(failures[0]) : response;
}

export { answer as GET };

export async function POST(request: Request, context: Context): Promise<Response> {
  const [action, provider, ...rest] = (await context.params).nextauth;
  if (action === 'callback') {
    // next-auth would not look at the rest of the path, and neither would a limit that does.
    if (provider !== 'credentials' || rest.length > 0) return new Response(null, { status: 404 });
    const refused = await bridge().auth.limitSignIn(request, await emailOf(request.clone()));
    if (refused) return refused;
  }
  return answer(request, context);
}

/** The email somebody tries to sign in with, read as next-auth reads it: of two, the last. */
async function emailOf(request: Request): Promise<unknown> {
  const json = request.headers.get('content-type')?.includes('application/json') ?? false;
  try {
    const fields = json
      ? await request.json()
      : Object.fromEntries(new URLSearchParams(await request.text()));
    return fields.email;
  } catch {
    return null;
  }
}
