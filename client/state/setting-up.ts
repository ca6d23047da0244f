import type { OperationInput, OperationOutput } from '#contract/operations.ts';
import { refusalOf, request } from './account.ts';

// Setting up a second factor that the workspace requires happens before there is a chat to ask: these few calls go by
// REST from a page of their own.

/** The calls with their routes; a test holds them against the table of operations. */
export const settingUpRoutes = {
  'security:get': ['GET', '/users/me/security'],
  'totp:start': ['POST', '/users/me/totp'],
  'totp:confirm': ['PUT', '/users/me/totp'],
  'passkey:start': ['POST', '/users/me/passkeys/start'],
  'passkey:add': ['POST', '/users/me/passkeys'],
} as const;

type SettingUpName = keyof typeof settingUpRoutes;

/** Asks one of these calls, by whichever way. Rejects with a Refusal. */
export type SettingUpCall = <Name extends SettingUpName>(
  name: Name,
  input: OperationInput<Name>,
  options?: { signal?: AbortSignal },
) => Promise<OperationOutput<Name>>;

/** Asks by REST. */
export const callByRest: SettingUpCall = async (name, input, { signal } = {}) => {
  const [method, path] = settingUpRoutes[name];
  const answer = await request(`/api/v1${path}`, {
    method,
    ...(signal ? { signal } : {}),
    ...(method === 'GET'
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer.json();
};
