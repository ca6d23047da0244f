import { z } from 'zod';
import { exportId } from './ids.ts';
import { limits } from './limits.ts';
import { storableText } from './text.ts';

// What somebody takes along, made as a file in the background: their own data, or an owner the whole workspace.

/** Whose data. */
export const exportScope = z.enum(['own', 'workspace']);
export type ExportScope = z.infer<typeof exportScope>;

/** One export. Its file is at /api/v1/exports/{id}/file while it is ready, for whoever asked for it. */
export const dataExport = z.strictObject({
  id: exportId,
  scope: exportScope,
  /** Of a workspace: also the conversations that whoever asked is not in. */
  everything: z.boolean(),
  state: z.enum(['waiting', 'running', 'ready', 'failed']),
  /** How much of it is written, from 0 to 1. */
  progress: z.number(),
  /** Of the file; null before there is one. */
  bytes: z.number().int().nullable(),
  /** Why there is no file; empty: nothing went wrong. */
  reason: z.string(),
  createdAt: z.iso.datetime(),
  /** When the file is removed. */
  expiresAt: z.iso.datetime(),
});
export type DataExport = z.infer<typeof dataExport>;

export const newExport = z.strictObject({
  scope: exportScope,
  /** Of a workspace: also the conversations that one is not in. */
  everything: z.boolean('This must be true or false').optional(),
  /** One's own, again, for a workspace; those who have none leave it out. */
  password: storableText(limits.passwordMax).optional(),
});
export type NewExport = z.infer<typeof newExport>;

export const exportQuery = z.strictObject({ scope: exportScope });
export type ExportQuery = z.infer<typeof exportQuery>;

/** Rows of the one table, contract/operations.ts. */
export const exportOperations = {
  'export:create': {
    method: 'POST',
    path: '/exports',
    input: newExport,
    output: dataExport,
    rate: 'write',
    status: 201,
  },
  /** One's own exports that are not over, the newest first. */
  'export:list': {
    method: 'GET',
    path: '/exports',
    input: exportQuery,
    output: z.strictObject({ items: z.array(dataExport) }),
    rate: 'read',
  },
  'export:delete': {
    method: 'DELETE',
    path: '/exports/{exportId}',
    input: z.strictObject({ exportId }),
    output: z.null(),
    rate: 'write',
  },
} as const;
