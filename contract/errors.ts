import type { RefusalCode } from './refusals.ts';

// This file is in the browser's bundle; what becomes of a refusal on the server (problems.ts) is not.

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
}

/** A refusal that names one field: the message stands beside that field on the screen. */
export function refuseField(
  path: string,
  message: string,
  code: 'invalid' | 'conflict' = 'invalid',
): Refusal {
  return new Refusal(code, message, { errors: [{ path, message }] });
}
