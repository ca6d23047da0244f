import type { EventData, EventName } from '#contract/events.ts';
import type { ConversationId, SessionId, UserId } from '#contract/ids.ts';

/** Who hears an event. */
export type Audience =
  /** Everyone in it, but for one person where something is no news to them. */
  | { conversation: ConversationId; except?: UserId }
  | { user: UserId }
  /** Whoever watches this person's presence. */
  | { watchersOf: UserId }
  | { session: SessionId }
  | { everyone: true };

/** The live side of the server, as the domain sees it. The gateway fills it. */
export interface LiveDelivery {
  publish<Name extends EventName>(audience: Audience, name: Name, data: EventData<Name>): void;
  /** From now on all sockets of this person hear the conversation. */
  subscribe(userId: UserId, conversationId: ConversationId): void;
  unsubscribe(userId: UserId, conversationId: ConversationId): void;
  /** Everyone stops hearing a conversation that is gone. */
  closeConversation(conversationId: ConversationId): void;
  /** Closes the sockets of a session that is over. */
  closeSession(sessionId: SessionId): void;
}

// Until a gateway is attached nobody listens: migrations, the seed and domain tests run without one.
const nobody: LiveDelivery = {
  publish() {},
  subscribe() {},
  unsubscribe() {},
  closeConversation() {},
  closeSession() {},
};

let delivery: LiveDelivery = nobody;

/** Attaches the sockets; null detaches them. */
export function attachDelivery(next: LiveDelivery | null): void {
  delivery = next ?? nobody;
}

/** Live delivery. Call it after the commit, never inside a transaction. */
export function live(): LiveDelivery {
  return delivery;
}
