import type { Conversation, MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { ReadState } from '#contract/reads.ts';
import { type ChatState, withoutParts } from './state.ts';
import { unchanged } from './unchanged.ts';

/** A conversation that is new to me, or whose facts changed; `updatedAt` tells the later of two copies. */
export function upsertConversation(state: ChatState, incoming: Conversation | MyConversation): ChatState {
  const known = state.conversations[incoming.id];
  const next = known ? united(known, incoming) : isMine(incoming) ? counted(incoming) : undefined;
  return next ? withConversation(state, next) : state;
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

/** Moves a read position forward, here or on another device. It never moves back. */
export function readTo(
  state: ChatState,
  { conversationId, seq }: Pick<ReadState, 'seq'> & { conversationId: string },
): ChatState {
  const known = state.conversations[conversationId];
  if (!known || seq <= known.lastReadSeq) return state;
  return withConversation(state, counted({ ...known, lastReadSeq: seq }));
}

/** The counters after new and changed messages. What I wrote myself I have read, wherever I wrote it. */
export function countMessages(
  state: ChatState,
  conversationId: string,
  items: readonly Message[],
): ChatState {
  const known = state.conversations[conversationId];
  if (!known) return state;
  const own = items.filter((message) => message.authorId === state.me.id);
  const next = counted({
    ...known,
    ...newestOf(known, items),
    version: greatest(known.version, items, 'version'),
    lastReadSeq: greatest(known.lastReadSeq, own, 'seq'),
  });
  return withConversation(state, next);
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

function united(known: MyConversation, incoming: Conversation | MyConversation): MyConversation {
  const facts = known.updatedAt > incoming.updatedAt ? known : incoming;
  const mine = isMine(incoming) ? incoming : known;
  return counted({
    ...known,
    ...facts,
    joined: mine.joined,
    may: mine.may,
    ...(known.lastSeq > incoming.lastSeq ? newestOf(known, []) : newestOf(incoming, [])),
    version: Math.max(known.version, incoming.version),
    // Before joining, everything counts as read: that position is nobody's.
    lastReadSeq: known.joined ? Math.max(known.lastReadSeq, mine.lastReadSeq) : mine.lastReadSeq,
  });
}

/** Unread is computed from one position, never counted up and down. */
function counted(conversation: MyConversation): MyConversation {
  const { kind, joined, lastSeq } = conversation;
  const lastReadSeq = joined ? conversation.lastReadSeq : lastSeq;
  const skipped = conversation.skipped.filter((seq) => seq > lastReadSeq);
  const unread = Math.max(0, lastSeq - lastReadSeq - skipped.length);
  return { ...conversation, lastReadSeq, skipped, unread, mentions: kind === 'direct' ? unread : 0 };
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
  return { ...state, conversations: { ...state.conversations, [conversation.id]: next } };
}
