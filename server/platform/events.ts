import type { EventData, EventName } from '#contract/events.ts';
import type { ConversationId, SessionId, UserId } from '#contract/ids.ts';
import type { Scope } from '#contract/scopes.ts';
import { deliveryDelays, waitingAnnouncements } from './metrics.ts';

/** Who receives an event. */
export type Audience =
  /** Everyone in it, but for one user where something is no news to them. */
  | { conversation: ConversationId; except?: UserId }
  /** All their sockets; but for those of programs whose token lacks a scope, where it takes that to ask for the same. */
  | { user: UserId; scope?: Scope }
  /** Whoever watches this user's presence. */
  | { watchersOf: UserId }
  | { session: SessionId }
  /** Everyone but guests, and the guests in these conversations: whoever knows this user. */
  | { knowing: UserId; guestsIn: ConversationId[] }
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
  /** Holds the sockets of a user against what they are in the workspace now: their role, and whether they may come in. */
  reviewUser(userId: UserId): void;
  /** Holds all sockets against the database: something may have been committed that nobody announced. */
  heal(): void;
}

/** One thing that is announced, as it travels to other instances: JSON. */
export type Command = {
  [Method in keyof LiveDelivery]: [Method, ...Parameters<LiveDelivery[Method]>];
}[keyof LiveDelivery];

/** Until a gateway is attached nobody listens: migrations, the seed and domain tests run without one. */
export const nobody: LiveDelivery = {
  publish() {},
  subscribe() {},
  unsubscribe() {},
  closeConversation() {},
  closeSession() {},
  reviewUser() {},
  heal() {},
};

type Report = (error: unknown) => void;

let delivery: LiveDelivery = nobody;
let report: Report = () => undefined;
let finish: () => void = () => undefined;
let relay: ((commands: Command[]) => void) | null = null;

/**
 * Attaches the sockets; null detaches them. `onLost` is told why an announcement failed: whoever missed it finds out
 * by `sync`. `onEnd` is called behind the announcements of one turn of the event loop: what it gathered is to be written.
 */
export function attachDelivery(
  next: LiveDelivery | null,
  onLost: Report = () => undefined,
  onEnd: () => void = () => undefined,
): void {
  delivery = next ?? nobody;
  report = onLost;
  finish = onEnd;
}

/** Gives whatever this process announces to the other instances too, in its order; null: there are none. */
export function attachRelay(next: typeof relay): void {
  relay = next;
}

/** Something that another instance announced may not have arrived here. */
export function announcementsMissed(): void {
  carryOutFromElsewhere(['heal']);
}

/** Does here what another instance announced. */
export function carryOutFromElsewhere(command: Command): void {
  try {
    carryOut(command);
  } catch (error) {
    report(error);
  }
}

// After the commit: acknowledge, then announce. A call is answered in the turn of the event loop in which its last
// statement came back, since nothing but promises lies between the two. What it announces waits here for the next
// turn, and leaves in the order in which it came: one queue for the whole process, so that what was announced before
// a removal is delivered before it, and what comes after is not.

let due: (Command | (() => void))[] = [];
/** When the first of them came. */
let since = 0;
waitingAnnouncements.from(() => due.length);
const delays = deliveryDelays.of();
const running = new Set<Promise<void>>();

function enqueue(announcement: Command | (() => void)): void {
  due.push(announcement);
  if (due.length > 1) return;
  since = performance.now();
  setImmediate(deliverDue);
}

function deliverDue(): void {
  const announcements = due;
  const committed = since;
  due = [];
  const commands: Command[] = [];
  let published = 0;
  for (const announcement of announcements) {
    try {
      if (typeof announcement === 'function') announcement();
      else {
        if (isForAll(announcement)) commands.push(announcement);
        carryOut(announcement);
        if (announcement[0] === 'publish' && announcement[2] === 'changes') published += 1;
      }
    } catch (error) {
      report(error);
    }
  }
  finish();
  const delay = (performance.now() - committed) / 1_000;
  for (; published > 0; published -= 1) delays.observe(delay);
  if (commands.length > 0) relay?.(commands);
}

/** Who is present each instance finds out for itself, and tells those who watch there. */
function isForAll([method, audience]: Command): boolean {
  return !(method === 'publish' && 'watchersOf' in audience);
}

function carryOut(command: Command): void {
  switch (command[0]) {
    case 'publish':
      delivery.publish(command[1], command[2], command[3]);
      break;
    case 'subscribe':
      delivery.subscribe(command[1], command[2]);
      break;
    case 'unsubscribe':
      delivery.unsubscribe(command[1], command[2]);
      break;
    case 'closeConversation':
      delivery.closeConversation(command[1]);
      break;
    case 'closeSession':
      delivery.closeSession(command[1]);
      break;
    case 'reviewUser':
      delivery.reviewUser(command[1]);
      break;
    case 'heal':
      delivery.heal();
      break;
  }
}

const afterAnswering: LiveDelivery = {
  publish: (audience, name, data) => enqueue(['publish', audience, name, data]),
  subscribe: (userId, conversationId) => enqueue(['subscribe', userId, conversationId]),
  unsubscribe: (userId, conversationId) => enqueue(['unsubscribe', userId, conversationId]),
  closeConversation: (conversationId) => enqueue(['closeConversation', conversationId]),
  closeSession: (sessionId) => enqueue(['closeSession', sessionId]),
  reviewUser: (userId) => enqueue(['reviewUser', userId]),
  heal: () => enqueue(['heal']),
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
