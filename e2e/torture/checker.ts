import { limits } from '#contract/limits.ts';
import { isMentioned } from '#contract/mention-words.ts';
import type { Message } from '#contract/messages.ts';
import type { Intent, Journal } from './journal.ts';
import { markDifferences } from './mark-checker.ts';
import type { StoredConversation, StoredState } from './stored-state.ts';
import { copyDifferences, threadDifferences } from './thread-checker.ts';

/** Every way in which the database differs from what was promised, one sentence each; none when all is well. */
export function* storedDifferences(journal: Journal, stored: StoredState): Generator<string> {
  for (const conversation of stored.conversations.values())
    yield* numberDifferences(conversation, stored.messages.get(conversation.id) ?? []);
  const messages = [...stored.messages.values()].flat();
  yield* threadDifferences(stored);
  yield* doubles(journal, messages);
  yield* copyDifferences(journal, messages);
  const byId = new Map<string, Message>(messages.map((message) => [message.id, message]));
  const byClientId = new Map<string, Message>(messages.map((message) => [message.clientId, message]));
  for (const intent of journal.intents.values())
    yield* lossDifferences(intent, byClientId.get(intent.clientId));
  yield* orderDifferences(journal, byClientId);
  yield* textDifferences(journal, byId);
  yield* reactionDifferences(journal, byId);
  yield* markDifferences(journal, stored);
}

/** The two numbers: 1..n without a gap, and each version once. */
function* numberDifferences(
  { id, lastSeq, version }: StoredConversation,
  messages: Message[],
): Generator<string> {
  for (const [index, message] of messages.entries()) {
    if (message.seq === index + 1) continue;
    yield `Conversation ${id} has a gap or a double: seq ${index + 1} was due and seq ${message.seq} is there.`;
    break;
  }
  const lastStored = messages.at(-1)?.seq ?? 0;
  if (lastStored !== lastSeq)
    yield `Conversation ${id} says that its last seq is ${lastSeq}, and it is ${lastStored}.`;
  const versions = new Set<number>();
  for (const message of messages) {
    if (versions.has(message.version))
      yield `Conversation ${id} gave version ${message.version} to two messages.`;
    versions.add(message.version);
  }
  const highest = messages.reduce((most, message) => Math.max(most, message.version), 0);
  if (highest !== version)
    yield `Conversation ${id} is at version ${version}, and its newest change has ${highest}.`;
}

/** No message twice, and none that nobody meant to send. */
function* doubles(journal: Journal, messages: Message[]): Generator<string> {
  const seen = new Map<string, Message>();
  for (const message of messages) {
    const { clientId, seq, conversationId } = message;
    const first = seen.get(clientId);
    if (first) yield `The message ${clientId} is stored twice, as seq ${first.seq} and as seq ${seq}.`;
    seen.set(clientId, message);
    if (!journal.intents.has(clientId) && !message.inThread)
      yield `Seq ${seq} of conversation ${conversationId} is a message that nobody meant to send: its clientId ${clientId} is new, its text is ${excerpt(message.body)}.`;
  }
}

function* lossDifferences(intent: Intent, message: Message | undefined): Generator<string> {
  const { clientId, sender, position, conversationId, authorId } = intent;
  if (!intent.acknowledged) yield `The message ${clientId} of ${sender} was never acknowledged.`;
  if (!message) {
    if (intent.acknowledged) yield `The message ${clientId} of ${sender} was acknowledged and is lost.`;
    return;
  }
  if (position && (position.seq !== message.seq || position.id !== message.id))
    yield `The message ${clientId} of ${sender} was acknowledged as seq ${position.seq} and is stored as seq ${message.seq}.`;
  if (message.conversationId !== conversationId || message.authorId !== authorId)
    yield `The message ${clientId} of ${sender} is stored in another conversation or under another name.`;
}

/** For each sender and conversation, the order of sending is the order of seq. */
function* orderDifferences(journal: Journal, byClientId: Map<string, Message>): Generator<string> {
  const last = new Map<string, { seq: number; clientId: string }>();
  for (const { clientId, sender, conversationId } of journal.intents.values()) {
    const seq = byClientId.get(clientId)?.seq;
    if (seq === undefined) continue;
    const lane = `${sender} ${conversationId}`;
    const before = last.get(lane);
    if (before && before.seq > seq)
      yield `${sender} sent ${before.clientId} before ${clientId}, and they are stored as seq ${before.seq} and seq ${seq}.`;
    last.set(lane, { seq, clientId });
  }
}

/** Acknowledged edits and deletions hold. */
function* textDifferences(journal: Journal, byId: Map<string, Message>): Generator<string> {
  const intents = [...journal.intents.values()];
  const original = new Map(intents.flatMap(({ position, body }) => (position ? [[position.id, body]] : [])));
  for (const { id, seq, conversationId, body, deletedAt } of byId.values()) {
    const wanted = journal.edits.get(id) ?? original.get(id);
    const where = `Seq ${seq} of conversation ${conversationId}`;
    if (deletedAt !== null) {
      if (!journal.deletions.has(id)) yield `${where} is deleted, and nobody asked for that.`;
      continue;
    }
    if (journal.deletions.has(id)) yield `${where} was deleted, with an acknowledgement, and is there again.`;
    if (journal.saidDeleted.has(id) && !journal.restored.has(id))
      yield `${where} was called deleted when a change of it was refused, and it is not.`;
    if (wanted !== undefined && body !== wanted)
      yield `${where} holds ${excerpt(body)}, and the last acknowledged text is ${excerpt(wanted)}.`;
  }
}

/** Acknowledged reactions hold, unless their message was deleted. */
function* reactionDifferences(journal: Journal, byId: Map<string, Message>): Generator<string> {
  for (const { messageId, emoji, userId, isThere } of journal.reactions.values()) {
    const message = byId.get(messageId);
    if (!message) yield `A reaction was acknowledged on the message ${messageId}, which is lost.`;
    if (!message || message.deletedAt !== null) continue;
    const users: string[] = message.reactions.find((reaction) => reaction.emoji === emoji)?.userIds ?? [];
    if (users.includes(userId) === isThere) continue;
    const what = `The reaction ${emoji} of ${userId} on seq ${message.seq} of conversation ${message.conversationId}`;
    yield isThere
      ? `${what} was added, with an acknowledgement, and is not there.`
      : `${what} was removed, with an acknowledgement, and is still there.`;
  }
}

function excerpt(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}

const counted = [
  'lastSeq',
  'version',
  'lastReadSeq',
  'unread',
  'mentions',
  'pinCount',
  'archivedAt',
] as const;
type Facts = Record<Exclude<(typeof counted)[number], 'archivedAt'>, number> & { archivedAt: string | null };

/** A client's part of one conversation. */
export interface View {
  client: string;
  userId: string;
  conversationId: string;
  facts: Facts | undefined;
  window: { version: number; messages: Message[]; hasBefore: boolean; hasAfter: boolean } | undefined;
}

/** All of a client's conversations and windows. */
interface FollowedView {
  name: string;
  userId: string;
  conversations: Record<string, NonNullable<View['facts']> & { joined: boolean }>;
  timelines: Record<string, NonNullable<View['window']>>;
}

/** Every way in which a client that says it is up to date differs from the database. */
export function* viewDifferences(view: View, stored: StoredState): Generator<string> {
  const { client, userId, conversationId, facts, window } = view;
  const conversation = stored.conversations.get(conversationId);
  // Of a thread that one follows, only what is unread must be known; the window of one that one looks at.
  const isThread = conversation?.parentId != null;
  if (!conversation || !facts || !(window || isThread)) {
    yield `${client} does not know conversation ${conversationId}.`;
    return;
  }
  const lastReadSeq = conversation.lastReadSeq.get(userId) ?? 0;
  const { lastSeq, version, pinCount } = conversation;
  // A thread is archived with what it hangs on.
  const archivedAt = stored.conversations.get(conversation.parentId ?? conversationId)?.archivedAt ?? null;
  const after = (stored.messages.get(conversationId) ?? []).filter(({ seq }) => seq > lastReadSeq);
  // What is deleted or one's own is told apart so far after the position, and counts as unread beyond.
  const skipped = after.filter(
    ({ seq, authorId, deletedAt }) =>
      seq <= lastReadSeq + limits.skippedWithin && (deletedAt !== null || authorId === userId),
  );
  const unread = lastSeq - lastReadSeq - skipped.length;
  const forMe = after.filter((message) => message.deletedAt === null && isMentioned(message, userId));
  const mentions = conversation.kind === 'direct' ? unread : Math.min(forMe.length, limits.countedMentions);
  const wanted = { lastSeq, version, lastReadSeq, unread, mentions, pinCount, archivedAt };
  for (const name of counted)
    if (facts[name] !== wanted[name])
      yield `${client} holds ${name} ${facts[name]} of conversation ${conversationId}, and the database ${wanted[name]}.`;
  if (window) yield* windowDifferences(view, window, stored);
}

function* windowDifferences(
  { client, conversationId }: View,
  window: NonNullable<View['window']>,
  stored: StoredState,
): Generator<string> {
  const { lastSeq = 0, version = 0 } = stored.conversations.get(conversationId) ?? {};
  if (window.version !== version)
    yield `The window of ${client} on conversation ${conversationId} is at version ${window.version}, and the database at ${version}.`;
  const first = window.messages[0]?.seq ?? 1;
  const last = window.messages.at(-1)?.seq ?? 0;
  if (window.hasBefore !== first > 1 || window.hasAfter !== last < lastSeq)
    yield `The window of ${client} on conversation ${conversationId} holds seq ${first} to ${last} of ${lastSeq} and is wrong about what is beyond.`;
  const held = stored.messages.get(conversationId)?.slice(first - 1, last) ?? [];
  yield* pageDifferences(`The window of ${client}`, window.messages, held);
}

/** Every way in which a client's threads differ from those that its user follows. */
export function* followedDifferences(
  { name, userId, conversations, timelines }: FollowedView,
  stored: StoredState,
): Generator<string> {
  for (const { id, parentId, lastSeq, lastReadSeq } of stored.conversations.values()) {
    const position = parentId === null ? undefined : lastReadSeq.get(userId);
    const known = conversations[id];
    const isNew = ({ seq, authorId, deletedAt }: Message) =>
      seq > (position ?? lastSeq) && authorId !== userId && deletedAt === null;
    if (parentId !== null && known?.joined && position === undefined)
      yield `${name} believes to follow the thread ${id}, and does not.`;
    // What one has read may be unknown until one looks at it.
    if (position === undefined || !(known || stored.messages.get(id)?.some(isNew))) continue;
    const view = { client: name, userId, conversationId: id, facts: known, window: timelines[id] };
    yield* viewDifferences(view, stored);
  }
}

/** Two lists of messages, byte for byte. */
export function* pageDifferences(
  whose: string,
  held: readonly Message[],
  stored: readonly Message[],
): Generator<string> {
  if (held.length !== stored.length)
    yield `${whose} holds ${held.length} messages where the database has ${stored.length}.`;
  for (const [index, message] of stored.entries()) {
    const [mine, theirs] = [textOf(held[index]), textOf(message)];
    if (mine === theirs) continue;
    yield `${whose} holds another seq ${message.seq} of conversation ${message.conversationId} than the database: ${mine.slice(0, 700)} instead of ${theirs.slice(0, 700)}.`;
    break;
  }
}

/** A message as text that does not depend on the order of its fields. */
function textOf(message: Message | undefined): string {
  return JSON.stringify(Object.fromEntries(Object.entries(message ?? {}).sort()));
}
