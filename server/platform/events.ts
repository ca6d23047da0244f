import type { EventData, EventName } from '#contract/events.ts';
import type { ConversationId, SessionId, UserId } from '#contract/ids.ts';
import { deliveryDelays, waitingAnnouncements } from './metrics.ts';

/** Who receives an event. */
export type Audience =
  /** Everyone in it, but for one user where something is no news to them. */
  | { conversation: ConversationId; except?: UserId }
  | { user: UserId }
  /** Whoever watches this user's presence. */
  | { watchersOf: UserId }
  | { session: SessionId }
  | { everyone: true };

/** The live side of the server, as the domain sees it. The gateway fills it. */
export interface LiveDelivery {
  publish<Name extends EventName>(audience: Audience, name: Name, data: EventData<Name>): void;
  /** From now on all sockets of this user receive the conversation's events. */
  subscribe(userId: UserId, conversationId: ConversationId): void;
  unsubscribe(userId: UserId, conversationId: ConversationId): void;
  /** Nobody receives anything of a conversation that is gone. */
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

type Report = (error: unknown) => void;

let delivery: LiveDelivery = nobody;
let report: Report = () => undefined;

/**
 * Attaches the sockets; null detaches them. `onLost` is told why an announcement failed: whoever missed it finds out
 * by `sync`.
 */
export function attachDelivery(next: LiveDelivery | null, onLost: Report = () => undefined): void {
  delivery = next ?? nobody;
  report = onLost;
}

// After the commit: acknowledge, then announce. A call is answered in the turn of the event loop in which its last
// statement came back, since nothing but promises lies between the two. What it announces waits here for the next
// turn, and leaves in the order in which it came: one queue for the whole process, so that what was announced before
// a removal is delivered before it, and what comes after is not.

let due: (() => void)[] = [];
waitingAnnouncements.from(() => due.length);
const delays = deliveryDelays.of();
const running = new Set<Promise<void>>();

function enqueue(announcement: () => void): void {
  due.push(announcement);
  if (due.length === 1) setImmediate(deliverDue);
}

function deliverDue(): void {
  const announcements = due;
  due = [];
  for (const announce of announcements) {
    try {
      announce();
    } catch (error) {
      report(error);
    }
  }
}

const afterAnswering: LiveDelivery = {
  publish(audience, name, data) {
    const committed = performance.now();
    enqueue(() => {
      delivery.publish(audience, name, data);
      if (name === 'changes') delays.observe((performance.now() - committed) / 1_000);
    });
  },
  subscribe: (userId, conversationId) => enqueue(() => delivery.subscribe(userId, conversationId)),
  unsubscribe: (userId, conversationId) => enqueue(() => delivery.unsubscribe(userId, conversationId)),
  closeConversation: (conversationId) => enqueue(() => delivery.closeConversation(conversationId)),
  closeSession: (sessionId) => enqueue(() => delivery.closeSession(sessionId)),
};

/**
 * Live delivery, after the call that is running has been answered. Call it after the commit, never inside a
 * transaction, and with nothing but promises left to do before the answer.
 */
export function live(): LiveDelivery {
  return afterAnswering;
}

/** Does work that needs the database once the call that is running has been answered; its failure is reported. */
export function afterAnswer(work: () => Promise<void>): void {
  enqueue(() => {
    const done = work()
      .catch(report)
      .finally(() => running.delete(done));
    running.add(done);
  });
}

/** Resolves when everything that was to be announced has been. */
export async function announcementsSettled(): Promise<void> {
  while (due.length > 0 || running.size > 0) {
    await Promise.all(running);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
