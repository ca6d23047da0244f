import { z } from 'zod';
import { userId } from './ids.ts';
import { limits } from './limits.ts';

export const presenceStatus = z.enum(['online', 'away', 'offline']);
export type PresenceStatus = z.infer<typeof presenceStatus>;

export const presence = z.strictObject({ userId, status: presenceStatus });
export type Presence = z.infer<typeof presence>;

/** Replaces the list of people whose presence this socket is told of. */
export const presenceWatch = z.strictObject({
  userIds: z.array(userId).max(limits.watchedUsers, 'That is too many people to watch'),
});

/** What this device says of its person: `away` after ten minutes without a key or pointer. */
export const presenceSet = z.strictObject({ status: z.enum(['online', 'away']) });
