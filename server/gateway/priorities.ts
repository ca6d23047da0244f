import { type OperationName, operations, type RateClass } from '#contract/operations.ts';
import type { Priority } from '#platform/overload.ts';

/** What goes on and what is put off when the server has too much to do: see server/platform/overload.ts. */
const priorities: Record<RateClass, Priority> = {
  signUp: 'first',
  password: 'first',
  reset: 'first',
  send: 'first',
  write: 'usual',
  read: 'usual',
  signal: 'usual',
  search: 'last',
};

/**
 * The priority of a call. Whoever comes back with a cursor of `sync` is near: a little brings them up to date. Whoever
 * is far behind in a conversation is put off where that is known, in `listChanges`. Signing in is no call of this table
 * and is never put off.
 */
export function priorityOf(name: OperationName, raw: unknown): Priority {
  if (name === 'sync' && typeof raw === 'object' && raw && 'since' in raw) return 'first';
  return priorities[operations[name].rate];
}
