import type { DeadLetter } from '#contract/dead-letters.ts';
import { Refusal } from '#contract/errors.ts';
import { type Query, transaction } from '#platform/database.ts';
import { discardDeadLetter, listDeadLetters, retryDeadLetter } from '#platform/job-list.ts';
import { isMailSent } from '#platform/mail.ts';
import type { Actor } from './actor.ts';
import { requireInWorkspace } from './workspace-permissions.ts';

/** Jobs that nothing more is tried for, the newest first, and whether this server sends mail. */
export async function getDeadLetters(actor: Actor): Promise<{ items: DeadLetter[]; mail: boolean }> {
  await transaction((query) => requireInWorkspace(query, actor, 'changeWorkspace'));
  const letters = await listDeadLetters();
  return {
    items: letters.map(({ failedAt, ...letter }) => ({ ...letter, failedAt: failedAt.toISOString() })),
    mail: isMailSent(),
  };
}

/** Has one tried again, from the beginning. Throws `not_found`. */
export function retryLetter(actor: Actor, { id }: { id: string }): Promise<null> {
  return withLetter(actor, (query) => retryDeadLetter(query, id));
}

/** Gives one up for good. Throws `not_found`. */
export function discardLetter(actor: Actor, { id }: { id: string }): Promise<null> {
  return withLetter(actor, (query) => discardDeadLetter(query, id));
}

function withLetter(actor: Actor, work: (query: Query) => Promise<boolean>): Promise<null> {
  return transaction(async (query) => {
    await requireInWorkspace(query, actor, 'changeWorkspace');
    if (!(await work(query))) throw new Refusal('not_found', 'There is no such job any more.');
    return null;
  });
}
