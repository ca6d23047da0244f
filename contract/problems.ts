import { z } from 'zod';
import { type FieldError, type Problem, Refusal, type RefusalAnswer } from './errors.ts';
import { limits } from './limits.ts';
import { refusalCodes, refusals } from './refusals.ts';

const fieldError = z.strictObject({
  path: z.string(),
  message: z.string(),
}) satisfies z.ZodType<FieldError>;

export const refusalAnswer = z.strictObject({
  code: z.enum(refusalCodes),
  message: z.string(),
  errors: z.array(fieldError).optional(),
  retryAfter: z.number().int().optional(),
  requestId: z.string().optional(),
}) satisfies z.ZodType<RefusalAnswer>;

export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(refusalCodes),
  errors: z.array(fieldError).optional(),
  requestId: z.string().optional(),
}) satisfies z.ZodType<Problem>;

/** A refusal as the socket's acknowledgement carries it. `requestId` is the call's, where there is one. */
export function answerOf({ code, message, errors, retryAfter }: Refusal, requestId?: string): RefusalAnswer {
  return {
    code,
    message,
    ...(errors ? { errors } : {}),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** A refusal as a problem document. `requestId` is the request's, where there is one. */
export function problemOf({ code, message, errors }: Refusal, requestId?: string): Problem {
  const { status, title } = refusals[code];
  return {
    type: 'about:blank',
    title,
    status,
    detail: message,
    code,
    ...(errors ? { errors } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  };
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
