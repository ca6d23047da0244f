import { z } from 'zod';
import { fileId } from './ids.ts';
import { workspaceSettings } from './workspace.ts';

/** The rows of the table of operations that are about pictures (operations.ts says what a row is). */
export const pictureOperations = {
  'workspace:set-picture': {
    method: 'PUT',
    path: '/workspace/picture',
    /** A picture that the caller has uploaded (`POST /files`) and that nothing uses yet; null: none. */
    input: z.strictObject({ pictureId: fileId.nullable() }),
    output: workspaceSettings,
    rate: 'write',
  },
} as const;
