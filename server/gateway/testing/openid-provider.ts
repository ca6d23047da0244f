import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider, { type AccountClaims } from 'oidc-provider';
import { freePort } from '#platform/free-port.ts';
import { listen } from '#platform/listen.ts';

/** Somebody as the provider knows them. */
export interface ProviderAccount {
  subject: string;
  email: string;
  isVerified: boolean;
  name?: string;
}

export interface OpenIdProvider {
  /** The settings with which Parley knows it. */
  env: { OIDC_ISSUER: string; OIDC_CLIENT_ID: string; OIDC_CLIENT_SECRET: string; OIDC_NAME: string };
  /** Where it sends people back to. */
  parley: string;
  /** Who is asked to sign in there from now on, and does at once; null: they say no. */
  signsIn(account: ProviderAccount | null): void;
  /** Listens from now on; before that it is away. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** A real OpenID provider on this machine. `parley` is where people are sent back to, such as http://localhost:3000. */
export async function createOpenIdProvider(parley: string): Promise<OpenIdProvider> {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const secret = randomBytes(24).toString('base64url');
  const accounts = new Map<string, ProviderAccount>();
  let next: ProviderAccount | null = null;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'parley', client_secret: secret, redirect_uris: [`${parley}/sign-in/oidc/callback`] },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    ttl: { AccessToken: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => claimsOf(accounts.get(id), id) }),
    // Whoever signs in there has agreed that Parley may know.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });

  const answer = provider.callback();
  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const login = next;
    if (login) accounts.set(login.subject, login);
    await provider.interactionFinished(
      request,
      response,
      login ? { login: { accountId: login.subject, remember: false } } : { error: 'access_denied' },
      { mergeWithLastSubmission: false },
    );
  }
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/')) void interact(request, response);
    else void answer(request, response);
  });
  return {
    parley,
    env: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: 'parley',
      OIDC_CLIENT_SECRET: secret,
      OIDC_NAME: 'Office ID',
    },
    signsIn(account) {
      next = account;
    },
    start: async () => void (await listen(server, { host: '127.0.0.1', port })),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => void server.close(() => done()));
    },
  };
}

function claimsOf(account: ProviderAccount | undefined, id: string): AccountClaims {
  if (!account) return { sub: id };
  const { subject: sub, email, isVerified, name } = account;
  return { sub, email, email_verified: isVerified, ...(name === undefined ? {} : { name }) };
}
