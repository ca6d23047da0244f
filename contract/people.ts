import { z } from 'zod';
import { userId } from './ids.ts';
import { role, user } from './users.ts';

/** What becomes of what a person wrote whom somebody removes: it stays under their name, or is deleted by and by. */
export const fateOfMessages = z.enum(['keep', 'delete'], 'This must be keep or delete');

const person = z.strictObject({ id: userId });

/**
 * Looking after people: owners look after everybody but themselves, admins after members and guests. Each answers the
 * person as they are then; asked again, nothing changes.
 */
export const peopleOperations = {
  'user:set-role': {
    method: 'PUT',
    path: '/users/{id}/role',
    input: person.extend({ role }),
    output: user,
    rate: 'write',
  },
  /** They are signed out everywhere at once, and may not come in. */
  'user:suspend': {
    method: 'PUT',
    path: '/users/{id}/suspension',
    input: person,
    output: user,
    rate: 'write',
  },
  'user:reactivate': {
    method: 'DELETE',
    path: '/users/{id}/suspension',
    input: person,
    output: user,
    rate: 'write',
  },
  /** For good: they leave all channels, and their email address is free again; their handle is not. */
  'user:remove': {
    method: 'POST',
    path: '/users/{id}/removal',
    input: person.extend({ messages: fateOfMessages }),
    output: user,
    rate: 'write',
  },
  /** Ends all their sessions. */
  'user:sign-out': {
    method: 'DELETE',
    path: '/users/{id}/sessions',
    input: person,
    output: user,
    rate: 'write',
  },
} as const;
