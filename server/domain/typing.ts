import type { ConversationId } from '#contract/ids.ts';
import { live } from '#platform/events.ts';
import type { Actor } from './actor.ts';
import { requireMember } from './permissions.ts';

/** Tells the others in a conversation that the actor is typing in it, now. */
export async function announceTyping(
  actor: Actor,
  { conversationId }: { conversationId: ConversationId },
): Promise<null> {
  await requireMember(actor, conversationId);
  const audience = { conversation: conversationId, except: actor.userId };
  live().publish(audience, 'typing', { conversationId, userId: actor.userId });
  return null;
}
