import { z } from 'zod';
import { limits } from './limits.ts';
import { nameText } from './text.ts';

/** The installation's own settings, as anyone may see them before signing in. */
export const workspace = z.strictObject({
  name: z.string(),
  /** Whether anyone who reaches the page may create an account. */
  openSignUp: z.boolean(),
  /** True until the first account exists: that one becomes the owner. */
  empty: z.boolean(),
});
export type Workspace = z.infer<typeof workspace>;

export const workspacePatch = z.strictObject({
  name: nameText(limits.workspaceName).optional(),
  openSignUp: z.boolean('This must be true or false').optional(),
});
export type WorkspacePatch = z.infer<typeof workspacePatch>;
