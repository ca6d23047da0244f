import type { Refusal, RefusalAnswer } from '#contract/errors.ts';
import {
  type DomainOperationName,
  type Operation,
  type OperationInput,
  type OperationOutput,
  operations,
} from '#contract/operations.ts';
import { problem } from '#contract/problems.ts';
import { refusals } from '#contract/refusals.ts';

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when there is none or it is not JSON. */
  body: unknown;
}

/** Asks as a program with `fetch` would. A `body` that is no text is sent as JSON. */
export async function ask(
  url: string,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<HttpAnswer> {
  const response = await fetch(url + path, {
    method,
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') && text !== '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: json ? JSON.parse(text) : undefined,
  };
}

/** An operation's input as a request: fields of the path, then the query of a GET or the body of the others. */
export function requestOf(name: DomainOperationName, input: Record<string, unknown>) {
  const operation: Operation = operations[name];
  const rest = { ...input };
  const path = operation.path.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest[field];
    delete rest[field];
    return encodeURIComponent(String(value));
  });
  const method = operation.method ?? 'POST';
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (method === 'GET') {
    const query = new URLSearchParams(fields.flatMap(([field, value]) => spelledAs(field, value)));
    return { method, path: `/api/v1${path}${query.size > 0 ? `?${query}` : ''}` };
  }
  return { method, path: `/api/v1${path}`, ...(fields.length > 0 ? { body: rest } : {}) };
}

/** A field of a query: a list is its key again and again, an empty one its key alone. */
function spelledAs(field: string, value: unknown): [string, string][] {
  const values: unknown[] = Array.isArray(value) ? (value.length > 0 ? value : ['']) : [value];
  return values.map((item) => [field, String(item)]);
}

/** What a call came to, whichever transport took it. */
export type Outcome = { ok: true; status?: number; data: unknown } | { ok: false; error: RefusalAnswer };

/** An HTTP answer held against the contract: its output schema, or a problem document with the status of its code. */
export function outcomeOf(name: DomainOperationName, answer: HttpAnswer): Outcome {
  if (answer.status < 300) {
    return { ok: true, status: answer.status, data: operations[name].output.parse(answer.body) };
  }
  return { ok: false, error: refusalOf(answer) };
}

/** The refusal in an HTTP answer, which must be a whole and fitting problem document. */
export function refusalOf(answer: HttpAnswer): RefusalAnswer {
  const type = answer.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json'))
    throw new Error(
      `A refusal of type ${type || 'nothing'}, status ${answer.status}: ${answer.text.slice(0, 200)}`,
    );
  const { code, detail, errors, status, title } = problem.parse(answer.body);
  if (status !== answer.status || status !== refusals[code].status || title !== refusals[code].title)
    throw new Error(`The problem does not fit its code ${code}: ${answer.text}`);
  const retryAfter = answer.headers.get('retry-after');
  return {
    code,
    message: detail,
    ...(errors ? { errors } : {}),
    ...(retryAfter === null ? {} : { retryAfter: Number(retryAfter) }),
  };
}

/** One call over REST with its answer's data, or an error that tells the refusal. */
export async function callHttp<Name extends DomainOperationName>(
  url: string,
  name: Name,
  input: OperationInput<Name>,
  headers: Record<string, string>,
): Promise<OperationOutput<Name>> {
  const { method, path, body } = { body: undefined, ...requestOf(name, input) };
  const outcome = outcomeOf(name, await ask(url, method, path, { body, headers }));
  if (!outcome.ok) throw new RefusedCall(name, outcome.error);
  // `outcomeOf` has parsed it with this operation's output schema.
  return outcome.data as OperationOutput<Name>;
}

/** A call that was refused. */
export class RefusedCall extends Error {
  override readonly name = 'RefusedCall';
  readonly code: Refusal['code'];
  readonly refusal: RefusalAnswer;

  constructor(operation: string, refusal: RefusalAnswer) {
    super(`${operation} was refused: ${refusal.code}, ${refusal.message}`);
    this.code = refusal.code;
    this.refusal = refusal;
  }
}
