import type { Json } from '#contract/open-api.ts';
import type { DomainOperationName } from '#contract/operations.ts';
import { type RefusalCode, refusals } from '#contract/refusals.ts';

/** How one says who one is. */
export const securitySchemes: Record<string, Json> = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A personal token or a bot’s, with the scopes that the call needs: read, send, write or admin.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'next-auth.session-token',
    description: 'The session of a browser. Over https its name begins with `__Secure-`.',
  },
};

/** What every call may be refused with, by status. */
export const failures: Record<string, Json> = Object.fromEntries(
  Object.entries(refusals)
    // No client gets there by a call that is documented here.
    .filter(([code]) => code !== 'misdirected')
    .map(([code, { status, title }]) => [String(status), failure(code as RefusalCode, title)]),
);

function failure(code: RefusalCode, title: string): Json {
  return {
    description: `${title} (\`${code}\`).`,
    ...(code === 'unauthenticated'
      ? { headers: { 'WWW-Authenticate': { schema: { type: 'string' } } } }
      : {}),
    ...(code === 'rate_limited' || code === 'unavailable'
      ? { headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } } }
      : {}),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** Bodies as programs send them, for the calls that come first. */
export const examples: Partial<Record<DomainOperationName, Json>> = {
  'message:send': { clientId: '0199c2a4-6d1e-7b7f-9a53-2f60c5b1d7e8', body: 'The build is **green** again.' },
  'message:edit': { body: 'The build is **green** again, and out.' },
  'conversation:create': { kind: 'public', name: 'deploys', topic: 'What went out, and when' },
  'conversation:read': { seq: 42 },
  'bot:create': { name: 'Builds', scopes: ['read', 'send'], expiresAt: null },
};
