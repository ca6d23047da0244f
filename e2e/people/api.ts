import type { APIRequestContext } from '@playwright/test';
import {
  type DomainOperationName,
  type Operation,
  type OperationInput,
  type OperationOutput,
  operations,
} from '#contract/operations.ts';

/** One REST call as a signed-in program makes it. Rejects with what the server answered instead of success. */
export type Call = <Name extends DomainOperationName>(
  name: Name,
  input: OperationInput<Name>,
) => Promise<OperationOutput<Name>>;

/** Calls with the cookies that a browser context has. */
export function callWith(request: APIRequestContext): Call {
  return async (name, input) => {
    const { method, url, data } = requestOf(name, input);
    const sent = { method, ...(data === undefined ? {} : { data }) };
    // A connection that was kept may be closed by the server in the moment in which it is used again.
    const answer = await request.fetch(url, { ...sent, maxRetries: 2 });
    if (!answer.ok()) throw new Error(`${name} answered ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  };
}

/** Starts a session the way the sign-in form does; the cookie stays with the request's browser context. */
export async function startSession(
  request: APIRequestContext,
  email: string,
  password: string,
): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const form = { email, password, csrfToken, callbackUrl: '/', json: 'true' };
  const answer = await request.post('/api/auth/callback/credentials', { form });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}: ${await answer.text()}`);
}

/** An operation's input as a request: fields of the path, then the query of a GET or the body of the others. */
function requestOf(name: DomainOperationName, input: object) {
  const { method, path }: Operation = operations[name];
  const rest = new Map<string, unknown>(Object.entries(input));
  const filled = path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest.get(field);
    rest.delete(field);
    return encodeURIComponent(String(value));
  });
  const fields = [...rest].filter(([, value]) => value !== undefined);
  if (method !== 'GET')
    return {
      method: method ?? 'POST',
      url: `/api/v1${filled}`,
      data: fields.length > 0 ? Object.fromEntries(fields) : undefined,
    };
  const query = new URLSearchParams(fields.map(([field, value]) => [field, String(value)]));
  return { method, url: `/api/v1${filled}?${query}`, data: undefined };
}
