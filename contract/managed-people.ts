import { z } from 'zod';
import { listOf, listQuery } from './lists.ts';
import { role, user, userState } from './users.ts';

/** Somebody as those see them who look after the people of the workspace. */
export const managedPerson = user.extend({
  /** Null for bots. */
  email: z.string().nullable(),
  /** When one of their devices was used last, give or take an hour; null: they are signed in nowhere. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** Whether the caller looks after them. */
  isManaged: z.boolean(),
});
export type ManagedPerson = z.infer<typeof managedPerson>;

/** Everybody, by name; `q` is a part of the name, the handle or the email address. */
export const managedPeopleQuery = listQuery.extend({ role: role.optional(), state: userState.optional() });
export type ManagedPeopleQuery = z.infer<typeof managedPeopleQuery>;

export const managedPeopleOperations = {
  'person:list': {
    method: 'GET',
    path: '/workspace/people',
    input: managedPeopleQuery,
    output: listOf(managedPerson),
    rate: 'read',
  },
} as const;
