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
function options(): AuthOptions {
  const { auth } = bridge();
  return {
    secret: auth.secret,
    useSecureCookies: auth.secureCookies,
    pages: { signIn: '/sign-in' },
    session: { strategy: 'jwt', maxAge: auth.sessionSeconds },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (input) => auth.signIn(input),
      }),
    ],
    jwt: {
      maxAge: auth.sessionSeconds,
      encode: async ({ token }) => String(token?.sessionToken ?? ''),
      decode: async ({ token }) => {
        const actor = token ? await auth.findSession(token) : null;
        return actor && token ? { sub: actor.userId, sessionToken: token } : null;
      },
    },
    callbacks: {
      jwt: ({ token, user }) =>
        user && 'sessionToken' in user ? { ...token, sessionToken: user.sessionToken } : token,
      session: async ({ session, token }) => {
        const actor = await auth.findSession(String(token.sessionToken));
        if (!actor) return session;
        const { id, name, email } = await bridge().call(actor, 'user:me', {});
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
        if (typeof token?.sessionToken === 'string') await auth.endSession(token.sessionToken);
      },
    },
  };
}

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

export function GET(request: Request, context: Context): Promise<Response> {
  return NextAuth(options())(request, context);
}

export async function POST(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join('/') === 'callback/credentials') {
    const refused = await bridge().auth.limitSignIn(request, await emailOf(request.clone()));
    if (refused) return refused;
  }
  return NextAuth(options())(request, context);
}

/** The email somebody tries to sign in with, however they post it. */
async function emailOf(request: Request): Promise<unknown> {
  const json = request.headers.get('content-type')?.includes('application/json') ?? false;
  try {
    return json ? (await request.json()).email : new URLSearchParams(await request.text()).get('email');
  } catch {
    return null;
  }
}
