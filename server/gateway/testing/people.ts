import type { UserId } from '#contract/ids.ts';
import type { DomainOperationName, OperationInput, OperationOutput } from '#contract/operations.ts';
import { startSession } from '#domain/sessions.ts';
import { ask, callHttp, type HttpAnswer } from './http.ts';
import { connectSocket, type TestSocket } from './socket.ts';

/** A signed-in person, who asks as a program outside would. */
export interface Person {
  id: UserId;
  name: string;
  headers: { Cookie: string };
  /** One REST call; gives the data or throws RefusedCall. */
  call<Name extends DomainOperationName>(
    name: Name,
    input: OperationInput<Name>,
  ): Promise<OperationOutput<Name>>;
  /** Any request below /api/v1. */
  rest(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>;
  connect(): Promise<TestSocket>;
}

export const PASSWORD = 'correct horse battery';

/** Signs a person up over REST and starts a session: `ada@example.test` for the name Ada. */
export async function signUp(url: string, name: string): Promise<Person> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.test`;
  const { id } = await callHttp(url, 'user:create', { name, email, password: PASSWORD }, {});
  return signIn(url, id, name);
}

/** Another device of the same person. */
export async function signIn(url: string, id: UserId, name: string): Promise<Person> {
  const headers = { Cookie: `next-auth.session-token=${await startSession(id)}` };
  return {
    id,
    name,
    headers,
    call: (operation, input) => callHttp(url, operation, input, headers),
    rest: (method, path, body, more = {}) =>
      ask(url, method, `/api/v1${path}`, { body, headers: { ...headers, ...more } }),
    connect: () => connectSocket(url, headers),
  };
}

/** A program that signs in with a token, and with nothing else. */
export function programOf(url: string, secret: string): Pick<Person, 'call' | 'rest' | 'connect'> {
  const headers = { Authorization: `Bearer ${secret}` };
  return {
    call: (operation, input) => callHttp(url, operation, input, headers),
    rest: (method, path, body, more = {}) =>
      ask(url, method, `/api/v1${path}`, { body, headers: { ...headers, ...more } }),
    connect: () => connectSocket(url, {}, { auth: { token: secret } }),
  };
}
