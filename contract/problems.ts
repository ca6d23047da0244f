import { z } from 'zod';
import { type FieldError, type Problem, type RefusalAnswer, refusalCodes } from './errors.ts';

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
