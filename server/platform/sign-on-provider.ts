import type { Configuration } from 'openid-client';
import type { SignOnConfig } from './config.ts';
import type { Log } from './log.ts';

// The OpenID provider, if there is one: OpenID Connect Core 1.0, the authorization code flow, with PKCE (RFC 7636),
// state and nonce. It is asked what it is at the first use: a provider that is away does not keep Parley from starting.

/** Seconds that the provider has for each answer. */
const TIMEOUT = 8;

interface Provider extends SignOnConfig {
  /** What it said of itself, or says just now; forgotten when it could not be had. */
  discovered: Promise<Configuration> | null;
}

let current: Provider | null = null;

/** Loaded when somebody first signs in with it. */
const library = () => import('openid-client');

/** Sets up whom people may sign in with, and says who is believed. */
export function openSignOn(signOn: SignOnConfig | null, log: Pick<Log, 'info'>): void {
  current = signOn && { ...signOn, discovered: null };
  if (signOn)
    log.info(`People may sign in with ${signOn.name}: whom ${signOn.issuer} says they are is believed`);
}

/** The provider's name and issuer; null when there is none. */
export function configuredSignOn(): Pick<SignOnConfig, 'issuer' | 'name'> | null {
  return current && { issuer: current.issuer, name: current.name };
}

/** What the way there has to be remembered by on the way back. */
export interface SignOnTrip {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who somebody is, as the provider says. */
export interface Identity {
  issuer: string;
  subject: string;
  /** Null: it says none. */
  email: string | null;
  isEmailVerified: boolean;
  /** Null: it says none. */
  name: string | null;
}

/** Where to send somebody who wants to sign in. Rejects when the provider does not answer. */
export async function beginSignOn(redirectUri: string): Promise<{ address: string; trip: SignOnTrip }> {
  const [client, configuration] = await Promise.all([library(), discovered()]);
  const trip = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    verifier: client.randomPKCECodeVerifier(),
  };
  const address = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: trip.state,
    nonce: trip.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(trip.verifier),
    code_challenge_method: 'S256',
  });
  return { address: address.href, trip };
}

/** Who has come back to this address. Rejects when the provider refused, did not answer, or answered something else. */
export async function finishSignOn(address: URL, trip: SignOnTrip): Promise<Identity> {
  const [client, configuration] = await Promise.all([library(), discovered()]);
  const tokens = await client.authorizationCodeGrant(configuration, address, {
    expectedState: trip.state,
    expectedNonce: trip.nonce,
    pkceCodeVerifier: trip.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error('The provider gave no ID token');
  // 5.4: the email is in the ID token or, where there is an access token, only behind its other address.
  const told =
    claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint
      ? await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
      : claims;
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: textOf(told['email']),
    isEmailVerified: told['email_verified'] === true,
    name: textOf(told['name']) ?? textOf(told['preferred_username']),
  };
}

function textOf(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim : null;
}

/** What the provider says of itself, asked once; after a failure the next one who comes asks again. */
function discovered(): Promise<Configuration> {
  const provider = current;
  if (!provider) return Promise.reject(new Error('There is no provider'));
  provider.discovered ??= discover(provider).catch((error: unknown) => {
    provider.discovered = null;
    throw error;
  });
  return provider.discovered;
}

async function discover({ issuer, clientId, clientSecret }: Provider): Promise<Configuration> {
  const client = await library();
  const isPlain = issuer.startsWith('http:');
  return client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    timeout: TIMEOUT,
    // The ID token's signature is held against the provider's keys, too, although it comes over TLS.
    execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
  });
}
