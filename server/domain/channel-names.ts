import { refuseField } from '#contract/errors.ts';
import type { ConversationId } from '#contract/ids.ts';
import { type Query, uniqueViolation } from '#platform/database.ts';
import { skeletonsOf } from './skeletons.ts';

/**
 * Refuses a channel's name (`conflict`, at the field) that looks like a public channel's. Asked for public and
 * private channels alike, inside the transaction that stores the name; `except` is the channel to be renamed.
 * A private channel's name is nobody else's business, so it keeps no public channel from being called the same.
 */
export async function requireFreeName(
  query: Query,
  name: string,
  except: ConversationId | null = null,
): Promise<void> {
  const { caseless, shape } = skeletonsOf(name);
  const [taken] = await query<{ name: string }>(
    `SELECT name FROM conversation
     WHERE kind = 'public' AND (name_skeleton = $1 OR name_shape = $2) AND id IS DISTINCT FROM $3 LIMIT 1`,
    [caseless, shape, except],
  );
  if (taken) throw refuseName(taken.name);
}

/** What is to be thrown for an error of storing a name: a refusal, if somebody was faster with one like it. */
export function refuseTakenName(error: unknown, name: string | undefined): unknown {
  return /^conversation_public_(skeleton|shape)_key$/.test(uniqueViolation(error) ?? '')
    ? refuseName(name)
    : error;
}

function refuseName(taken: string | undefined) {
  return refuseField('name', `There is already a channel called ${taken}`, 'conflict');
}
