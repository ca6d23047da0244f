import type { ParsedInput } from '#contract/operations.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { findPermitted } from './permissions.ts';

/** Announces to the others in a conversation that the actor is typing in it now, or has stopped. Nothing is stored. */
export async function announceTyping(
  actor: Actor,
  { conversationId, stopped }: ParsedInput<'typing'>,
): Promise<null> {
  await findPermitted(actor, conversationId, 'send');
  const audience = { conversation: conversationId, except: actor.userId };
  live().publish(audience, 'typing', {
    conversationId,
    userId: actor.userId,
    ...(stopped ? { stopped } : {}),
  });
  return null;
}
