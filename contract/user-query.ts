import { z } from 'zod';
import { userId } from './ids.ts';
import { limits } from './limits.ts';
import { listQuery } from './lists.ts';
import { syncCursor } from './sync.ts';
import { role, userState } from './users.ts';

/** How users are asked for; every part narrows the list. */
export const userQuery = listQuery.extend({
  /** Only these; unknown ids are passed over. */
  ids: z.array(userId).max(limits.userIds, `Ask for at most ${limits.userIds} people at once`).optional(),
  /** Only those who changed since `sync` gave this cursor out. */
  changedSince: syncCursor.optional(),
  role: role.optional(),
  /** Those who may come in, if nothing is said, and of `ids` and `changedSince` all. Others are for whoever looks after people. */
  state: z.enum([...userState.options, 'any']).optional(),
});
export type UserQuery = z.infer<typeof userQuery>;
