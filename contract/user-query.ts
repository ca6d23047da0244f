import { z } from 'zod';
import { userId } from './ids.ts';
import { limits } from './limits.ts';
import { listQuery } from './lists.ts';
import { syncCursor } from './sync.ts';

/** How users are asked for; every part narrows the list. */
export const userQuery = listQuery.extend({
  /** Only these; unknown ids are passed over. */
  ids: z.array(userId).max(limits.userIds, `Ask for at most ${limits.userIds} people at once`).optional(),
  /** Only those who changed since `sync` gave this cursor out. */
  changedSince: syncCursor.optional(),
});
export type UserQuery = z.infer<typeof userQuery>;
