import type { Conversation, MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { ReadState } from '#contract/reads.ts';
import {
  noted,
  type Reading,
  readingAsTold,
  readingOf,
  saysNoMore,
  told,
  type UnsentRead,
  withReading,
} from './reads.ts';
import { type ChatState, withoutParts } from './state.ts';
import { startingAt } from './timeline.ts';
import { unchanged } from './unchanged.ts';

/** A conversation that is new to me, or whose facts changed; `updatedAt` tells the later of two copies. */
export function upsertConversation(state: ChatState, incoming: Conversation | MyConversation): ChatState {
  const known = state.conversations[incoming.id];
  const own = asInParent(state, incoming);
  if (known) return withItsThreads(united(state, known, own), known);
  return isMine(own) ? withReads(state, own, readingAsTold(own, own.version)) : state;
}

/** A thread is archived with what it hangs on, which alone is told of it. */
function asInParent<Told extends Conversation | MyConversation>(
  { conversations }: ChatState,
  incoming: Told,
): Told {
  const parent = conversations[incoming.parentId ?? ''];
  return parent ? { ...incoming, archivedAt: parent.archivedAt } : incoming;
}

/** Its threads go into the archive with it, and come back. */
function withItsThreads(state: ChatState, before: MyConversation): ChatState {
  const archivedAt = state.conversations[before.id]?.archivedAt ?? null;
  if (archivedAt === before.archivedAt) return state;
  const threads = Object.values(state.conversations).filter(({ parentId }) => parentId === before.id);
  return threads.reduce((next, thread) => withConversation(next, { ...thread, archivedAt }), state);
}

/** I left it, was removed, or it is gone, and its threads with it. What I wrote there and did not send stays. */
export function removeConversation(state: ChatState, id: string): ChatState {
  return withoutParts(state, withThreads(state, [id]), 'leaving');
}

/** These conversations and their threads. */
export function withThreads({ conversations }: Pick<ChatState, 'conversations'>, ids: string[]): string[] {
  const parents = new Set(ids);
  const threads = Object.values(conversations).filter(({ parentId }) => parentId && parents.has(parentId));
  return [...ids, ...threads.map(({ id }) => id)];
}

/** The server's word on where I have read to, here or on another device. */
export function readTo(state: ChatState, { conversationId, seq, version, ...unread }: ReadState): ChatState {
  const known = state.conversations[conversationId];
  if (!known) return state;
  return withReads(
    state,
    known,
    told(readingOf(state.reads[known.id], known), { ...unread, lastReadSeq: seq }, version),
  );
}

/** The server's word that everything up to `seq` has been read, whatever decided that. */
export function toldRead(state: ChatState, id: string, seq: number, version: number): ChatState {
  const known = state.conversations[id];
  if (!known || seq <= known.lastReadSeq) return state;
  const read = { lastReadSeq: seq, readVersion: known.readVersion, skipped: [], mentioned: [] };
  return withReads(state, known, told(readingOf(state.reads[id], known), read, version));
}

/** Moves my position here, before the server has taken it; null: nothing of that is left to say. */
export function withUnsent(state: ChatState, conversationId: string, unsent: UnsentRead | null): ChatState {
  const known = state.conversations[conversationId];
  if (!known) return state;
  return withReads(state, known, { ...readingOf(state.reads[known.id], known), unsent });
}

/** The counters after new and changed messages. */
export function countMessages(
  state: ChatState,
  conversationId: string,
  items: readonly Message[],
): ChatState {
  const known = state.conversations[conversationId];
  if (!known) return state;
  const reading = noted(readingOf(state.reads[known.id], known), items, state.me.id, known.lastSeq);
  const version = greatest(known.version, items, 'version');
  return withReads(state, { ...known, ...newestOf(known, items), version }, reading);
}

/**
 * Conversations as the server answered them. Events may have overtaken the answer, so nothing goes
 * backwards; but a version below what was known before asking means that the server itself went back,
 * to a backup: then the conversation begins anew.
 * @param asked the conversations known when they were asked for
 */
export function mergeConversations(
  state: ChatState,
  incoming: readonly MyConversation[],
  asked: Record<string, MyConversation>,
): ChatState {
  const rewound = incoming.filter((item) => isRewound(item, asked)).map((item) => item.id);
  // Who left while the answer was on its way is not brought back by it.
  const wanted = incoming.filter(({ id }) => state.conversations[id] || !asked[id]);
  return wanted.reduce(upsertConversation, withoutParts(state, rewound, 'leaving'));
}

/** Whether the server knows less of a conversation than it did. */
export function isRewound(incoming: MyConversation, asked: Record<string, MyConversation>): boolean {
  return incoming.version < (asked[incoming.id]?.version ?? 0);
}

function united(state: ChatState, known: MyConversation, incoming: Conversation | MyConversation): ChatState {
  const facts = known.updatedAt > incoming.updatedAt ? known : incoming;
  // What is mine is told of one membership: whoever left and came back has another, and before it is nobody's.
  const age = isMine(incoming) ? ageOf(incoming, known) : -1;
  const mine = isMine(incoming) && age >= 0 ? incoming : known;
  const notified = age > 0 || mine.notifyVersion >= known.notifyVersion ? mine : known;
  const next = {
    ...known,
    ...facts,
    ...{ joined: mine.joined, joinedAt: mine.joinedAt, may: mine.may },
    ...{ level: notified.level, muted: notified.muted, notifyVersion: notified.notifyVersion },
    ...(known.lastSeq > incoming.lastSeq ? newestOf(known, []) : newestOf(incoming, [])),
    version: Math.max(known.version, incoming.version),
  };
  const reading = readingOf(state.reads[known.id], known);
  if (age > 0) return withReads(state, next, readingAsTold(mine, incoming.version));
  return withReads(state, next, age < 0 ? reading : told(reading, mine, incoming.version));
}

/** Above 0 for a later membership than the known one, 0 for the same one; none at all comes after any. */
function ageOf({ joinedAt }: MyConversation, known: MyConversation): number {
  if (joinedAt === null || known.joinedAt === null) return joinedAt === known.joinedAt ? 0 : 1;
  return Date.parse(joinedAt) - Date.parse(known.joinedAt);
}

/** The conversation, and what of its reading it does not say itself. */
function withReads(state: ChatState, conversation: MyConversation, reading: Reading): ChatState {
  const next = withConversation(state, withReading(conversation, reading));
  const { [conversation.id]: known, ...others } = next.reads;
  if (saysNoMore(reading, conversation.version)) return known ? { ...next, reads: others } : next;
  return known === reading ? next : { ...next, reads: { ...others, [conversation.id]: reading } };
}

function isMine(conversation: Conversation | MyConversation): conversation is MyConversation {
  return 'joined' in conversation;
}

type Newest = Pick<Conversation, 'lastSeq' | 'lastMessageAt'>;

/** The newest message that is known of, after these. */
function newestOf({ lastSeq, lastMessageAt }: Newest, items: readonly Message[]): Newest {
  return items.reduce<Newest>(
    (newest, { seq, createdAt }) =>
      seq > newest.lastSeq ? { lastSeq: seq, lastMessageAt: createdAt } : newest,
    { lastSeq, lastMessageAt },
  );
}

function greatest(start: number, items: readonly Message[], key: 'seq' | 'version'): number {
  return items.reduce((most, message) => Math.max(most, message[key]), start);
}

function withConversation(state: ChatState, conversation: MyConversation): ChatState {
  const known = state.conversations[conversation.id];
  const next = unchanged(known, conversation);
  if (next === known) return state;
  const own = state.timelines[next.id];
  const timelines = own ? { ...state.timelines, [next.id]: startingAt(own, next.firstSeq) } : state.timelines;
  return { ...state, timelines, conversations: { ...state.conversations, [next.id]: next } };
}
