import { z } from 'zod';
import { limits } from './limits.ts';
import { retentionDays } from './retention.ts';
import { nameText } from './text.ts';

/** The installation's own settings, as anyone may see them before signing in. */
export const workspace = z.strictObject({
  name: z.string(),
  /** Whether anyone who reaches the page may create an account. */
  openSignUp: z.boolean(),
  /** Days after which messages are removed, where a conversation says nothing else; null: never. */
  retentionDays: z.number().int().nullable(),
  /** True until the first account exists: that one becomes the owner. */
  empty: z.boolean(),
});
export type Workspace = z.infer<typeof workspace>;

export const workspacePatch = z.strictObject({
  name: nameText(limits.workspaceName).optional(),
  openSignUp: z.boolean('This must be true or false').optional(),
  /** Null: messages are never removed. */
  retentionDays: retentionDays.min(1, 'This must be 1 day at least').nullable().optional(),
});
export type WorkspacePatch = z.infer<typeof workspacePatch>;
