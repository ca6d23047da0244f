import { type Problem, Refusal } from '#contract/errors.ts';
import { type RefusalCode, refusals } from '#contract/refusals.ts';

/** Ends this session, on its open sockets too. Rejects with a Refusal. */
export async function signOut(): Promise<void> {
  const answer = await request('/api/auth/csrf', { method: 'GET' });
  if (!answer.ok) throw await refusalOf(answer);
  const { csrfToken }: { csrfToken: string } = await answer.json();
  // next-auth answers `json` forms with a status instead of a redirect.
  const body = new URLSearchParams({ csrfToken, callbackUrl: '/', json: 'true' });
  const response = await request('/api/auth/signout', { method: 'POST', body });
  if (!response.ok) throw await refusalOf(response);
}

/** Asks the server as this browser's user. Rejects with a Refusal when it does not answer. */
export async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new Refusal('unavailable', 'The server does not answer');
  }
}

/** A problem document (RFC 9457) as the Refusal it was; anything else by its status. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const problem: unknown = await response.json().catch(() => null);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const data = Number.isFinite(retryAfter) ? { retryAfter } : {};
  if (isProblem(problem)) {
    const errors = problem.errors ? { errors: problem.errors } : {};
    return new Refusal(problem.code, problem.detail, { ...data, ...errors });
  }
  return new Refusal(codeOf(response.status), `The server answered ${response.status}`, data);
}

function isProblem(value: unknown): value is Pick<Problem, 'code' | 'detail' | 'errors'> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    value.code in refusals &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}

function codeOf(status: number): RefusalCode {
  if (status === refusals.unauthenticated.status) return 'unauthenticated';
  if (status === refusals.rate_limited.status) return 'rate_limited';
  return status < 500 ? 'invalid' : 'unavailable';
}
