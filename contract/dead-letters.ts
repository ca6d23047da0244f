import { z } from 'zod';

/** A job that nothing more is tried for, until somebody asks. */
export const deadLetter = z.strictObject({
  id: z.uuid(),
  /** The kind of job. */
  job: z.string(),
  failedAt: z.iso.datetime(),
  /** The last failure, in words that hold nothing of what users wrote. */
  reason: z.string(),
});
export type DeadLetter = z.infer<typeof deadLetter>;

const one = z.strictObject({ id: z.uuid('This must be an id') });

/** Rows of the one table, contract/operations.ts. */
export const deadLetterOperations = {
  /** The newest first, 100 at the most. */
  'dead-letter:list': {
    method: 'GET',
    path: '/dead-letters',
    input: z.strictObject({}),
    output: z.strictObject({ items: z.array(deadLetter), mail: z.boolean() }),
    rate: 'read',
  },
  'dead-letter:retry': {
    method: 'POST',
    path: '/dead-letters/{id}/retry',
    input: one,
    output: z.null(),
    rate: 'write',
  },
  'dead-letter:discard': {
    method: 'DELETE',
    path: '/dead-letters/{id}',
    input: one,
    output: z.null(),
    rate: 'write',
  },
} as const;
