import type { z } from 'zod';
import { limits } from './limits.ts';

// Types only: this file is in the browser's bundle, the schemas (problems.ts) are not.

/** Every refusal the server can give, with its HTTP status and the title of its problem document (RFC 9457). */
export const refusals = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'This is not yours to do' },
  not_found: { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'This is taken' },
  too_large: { status: 413, title: 'The request is too large' },
  misdirected: { status: 421, title: 'This server does not go by that name' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'The service is not available now' },
} as const;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]];

/** One field that is wrong. `path` is the field's name, with dots into objects and lists. */
export interface FieldError {
  path: string;
  message: string;
}

/** What a refused call answers over the socket. */
export interface RefusalAnswer {
  code: RefusalCode;
  message: string;
  errors?: FieldError[] | undefined;
  /** Whole seconds until another try makes sense. */
  retryAfter?: number | undefined;
  /** The call's name in the server's log. */
  requestId?: string | undefined;
}

/** RFC 9457, "Problem Details for HTTP APIs". */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: RefusalCode;
  errors?: FieldError[] | undefined;
  /** The request's name in the server's log, also in the header X-Request-Id. */
  requestId?: string | undefined;
}

interface RefusalData {
  errors?: FieldError[];
  /** Whole seconds until another try makes sense. */
  retryAfter?: number;
}

/** The one error that means "no": thrown by the domain, translated once by each transport. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: RefusalCode, message: string, data: RefusalData = {}) {
    super(message);
    this.code = code;
    this.errors = data.errors;
    this.retryAfter = data.retryAfter;
  }

  /** The refusal as the socket's acknowledgement carries it. `requestId` is the call's, where there is one. */
  toAnswer(requestId?: string): RefusalAnswer {
    return {
      code: this.code,
      message: this.message,
      ...(this.errors ? { errors: this.errors } : {}),
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }

  /** The refusal as a problem document. `requestId` is the request's, where there is one. */
  toProblem(requestId?: string): Problem {
    const { status, title } = refusals[this.code];
    return {
      type: 'about:blank',
      title,
      status,
      detail: this.message,
      code: this.code,
      ...(this.errors ? { errors: this.errors } : {}),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }
}

/** A refusal that names one field: the message stands beside that field on the screen. */
export function refuseField(
  path: string,
  message: string,
  code: 'invalid' | 'conflict' = 'invalid',
): Refusal {
  return new Refusal(code, message, { errors: [{ path, message }] });
}

/** UTF-16 units of a field's path in an answer: the caller chose it, and it may be as long as a request. */
const PATH_LENGTH = 100;

/** Zod's findings as a refusal, unknown fields named one by one, the first 20 of all. */
export function refuseInput(error: z.ZodError): Refusal {
  const errors: FieldError[] = [];
  for (const issue of error.issues) {
    const left = limits.fieldErrors - errors.length;
    if (left === 0) break;
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, left))
        errors.push({ path: pathOf([...issue.path, key]), message: 'This field is not known here' });
    } else errors.push({ path: pathOf(issue.path), message: issue.message });
  }
  const first = errors[0];
  const summary = first
    ? first.path === ''
      ? first.message
      : `${first.path}: ${first.message}`
    : 'The input is not valid';
  return new Refusal('invalid', summary, { errors });
}

function pathOf(path: PropertyKey[]): string {
  return path.join('.').slice(0, PATH_LENGTH).toWellFormed();
}
