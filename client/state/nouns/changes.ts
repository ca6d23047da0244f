import type { UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import { withReaction } from './reactions.ts';
import type { Change, ChatState, PendingChange } from './state.ts';
import type { Timeline } from './timeline.ts';

/** How much of a message's text is kept for words about it, in UTF-16 units. */
const excerpt = 80;

/** When the text of a message was written. */
export function writtenAt({ editedAt, createdAt }: Pick<Message, 'editedAt' | 'createdAt'>): string {
  return editedAt ?? createdAt;
}

/** What is noted of a message beside a change of it. */
export function aboutMessage({
  id,
  conversationId,
  seq,
  body,
}: Message): Pick<PendingChange, 'messageId' | 'conversationId' | 'seq' | 'about'> {
  return { messageId: id, conversationId, seq, about: body.slice(0, excerpt) };
}

/** What the server says of a message, without what waits; undefined when it is not loaded. */
export function messageAt(
  { timelines }: Pick<ChatState, 'timelines'>,
  { conversationId, seq }: { conversationId: string; seq: number },
): Message | undefined {
  const messages = timelines[conversationId]?.messages;
  return messages?.[seq - (messages[0]?.seq ?? 0)];
}

interface LaidOver {
  message: Message;
  changes: readonly PendingChange[];
}

/** What was made of a message the last time: the same things over the same message are the same object. */
const latest = new WeakMap<Message, LaidOver>();
/** What lies over a message that was made here. */
const over = new WeakMap<Message, readonly PendingChange[]>();

/** What waits for a message as it is shown; nothing for one as the server has it. */
export function changesOver(message: Message): readonly PendingChange[] {
  return over.get(message) ?? [];
}

/**
 * The messages with what waits laid over them. Only those it is about are other objects than before, and the list is
 * the same one when nothing waits: a message that arrives costs nothing here.
 */
export function laidOver(
  messages: Timeline['messages'],
  waiting: readonly PendingChange[],
  myId: UserId,
): Timeline['messages'] {
  if (waiting.length === 0) return messages;
  const byIndex = new Map<number, PendingChange[]>();
  for (const item of waiting) {
    const index = item.seq - (messages[0]?.seq ?? 0);
    if (messages[index]?.id === item.messageId) byIndex.set(index, [...(byIndex.get(index) ?? []), item]);
  }
  if (byIndex.size === 0) return messages;
  const shown = [...messages];
  for (const [index, changes] of byIndex) {
    const message = messages[index];
    if (message) shown[index] = oneLaidOver(message, changes, myId);
  }
  return shown;
}

function oneLaidOver(message: Message, changes: readonly PendingChange[], myId: UserId): Message {
  const known = latest.get(message);
  if (known?.changes.length === changes.length && changes.every((item, at) => item === known.changes[at]))
    return known.message;
  const shown = changes
    .filter(({ state }) => state === 'sending')
    .reduce((next, { change, createdAt }) => changed(next, change, myId, createdAt), { ...message });
  latest.set(message, { message: shown, changes });
  over.set(shown, changes);
  return shown;
}

/** A message after a change by me. */
function changed(message: Message, change: Change, myId: UserId, at: string): Message {
  switch (change.kind) {
    case 'edit':
      return message.body === change.body ? message : { ...message, body: change.body, editedAt: at };
    case 'delete':
      return message.deletedAt
        ? message
        : { ...message, body: '', mentions: [], reactions: [], files: [], pin: null, deletedAt: at };
    case 'restore':
      return message.deletedAt ? { ...message, ...change.was, deletedAt: null } : message;
    case 'react':
      return message.deletedAt
        ? message
        : { ...message, reactions: withReaction(message.reactions, change.emoji, myId, change.given) };
    case 'pin':
      if (message.deletedAt || change.given === (message.pin !== null)) return message;
      return { ...message, pin: change.given ? { byId: myId, at } : null };
    default:
      return message;
  }
}

/** What becomes of the queue when a change joins it: what leaves it, and what comes, if anything. */
interface Joining {
  leave: PendingChange[];
  next: PendingChange | null;
}

/**
 * A later change of the same thing takes the place of an earlier one that the server has not been asked for, or both
 * go: giving and taking back a reaction, deleting and undoing that, editing back to what the server has.
 */
export function joined(
  queue: readonly PendingChange[],
  next: PendingChange,
  known: Message | undefined,
): Joining {
  const { change } = next;
  const own = queue.filter((item) => item.messageId === next.messageId);
  const refused = own.filter((item) => item.state === 'failed' && item.change.kind === change.kind);
  const last = own.findLast((item) => item.state === 'sending' && thingOf(item.change) === thingOf(change));
  const waiting = last && !last.attempted ? last : null;
  const replaced = waiting ? [...refused, waiting] : refused;
  if (change.kind === 'edit') {
    const isBack = known?.body === change.body && !last?.attempted;
    return { leave: replaced, next: isBack ? null : { ...next, change: basedAs(change, waiting) } };
  }
  // Of all that is said of saving, or chosen, the last is what counts.
  if (change.kind === 'save' || change.kind === 'vote') return { leave: replaced, next };
  if (waiting) return { leave: isSame(waiting.change, change) ? [] : [waiting], next: null };
  return { leave: refused, next };
}

/** An edit that takes the place of one that waits is made from what that was made from. */
function basedAs(edit: Extract<Change, { kind: 'edit' }>, last: PendingChange | null): Change {
  return last?.change.kind === 'edit' ? { ...edit, basedOn: last.change.basedOn } : edit;
}

/** What a change is about, of its message: the later of two changes of one thing is what counts. */
function thingOf(change: Change): string {
  switch (change.kind) {
    case 'edit':
      return 'text';
    case 'delete':
    case 'restore':
      return 'existence';
    case 'react':
      return `reaction ${change.emoji}`;
    default:
      return change.kind;
  }
}

function isSame(one: Change, other: Change): boolean {
  if ('given' in one && 'given' in other) return one.given === other.given;
  return one.kind === other.kind;
}
