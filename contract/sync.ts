import { z } from 'zod';
import { myConversation } from './conversations.ts';
import { me, user } from './users.ts';
import { workspace } from './workspace.ts';

/** All that a client needs on arrival. `users` holds the people of all its conversations. */
export const syncSnapshot = z.strictObject({
  me,
  workspace,
  conversations: z.array(myConversation),
  users: z.array(user),
});
export type SyncSnapshot = z.infer<typeof syncSnapshot>;
