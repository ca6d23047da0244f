import type { Conversation, MyConversation } from '#contract/conversations.ts';
import type { Message, ReadState } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import type { ChatState } from './state.ts';

/** A conversation that is new to me, or whose facts changed; `updatedAt` tells the later of two copies. */
export function upsertConversation(state: ChatState, incoming: Conversation | MyConversation): ChatState {
  const known = state.conversations[incoming.id];
  const next = known ? united(known, incoming) : isMine(incoming) ? counted(incoming) : undefined;
  return next ? withConversation(state, next) : state;
}

/** I left it, was removed, or it is gone. What I wrote there and did not send stays in the outbox. */
export function removeConversation(state: ChatState, id: string): ChatState {
  if (!state.conversations[id]) return state;
  const { [id]: _conversation, ...conversations } = state.conversations;
  const { [id]: _timeline, ...timelines } = state.timelines;
  const { [id]: _typing, ...typing } = state.typing;
  return { ...state, conversations, timelines, typing };
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
    lastSeq: greatest(known.lastSeq, items, 'seq'),
    version: greatest(known.version, items, 'version'),
    lastReadSeq: greatest(known.lastReadSeq, own, 'seq'),
  });
  const isSame =
    next.lastSeq === known.lastSeq &&
    next.version === known.version &&
    next.lastReadSeq === known.lastReadSeq;
  return isSame ? state : withConversation(state, next);
}

/**
 * The server's whole answer on arrival. Events may have overtaken it, so nothing goes backwards; but a
 * version below what was known before asking means that the server itself went back, to a backup.
 * @param asked the conversations known when it was asked for: those of them it lacks are gone
 */
export function mergeSnapshot(
  state: ChatState,
  snapshot: SyncSnapshot,
  asked: Record<string, Pick<MyConversation, 'version'>>,
): ChatState {
  const present = new Map<string, number>(snapshot.conversations.map((item) => [item.id, item.version]));
  const gone = Object.entries(asked)
    .filter(([id, { version }]) =>
      present.has(id) ? (present.get(id) ?? 0) < version : state.conversations[id]?.joined,
    )
    .map(([id]) => id);
  const users = { ...state.users, ...Object.fromEntries(snapshot.users.map((user) => [user.id, user])) };
  const start = { ...state, me: snapshot.me, workspace: snapshot.workspace, users };
  return snapshot.conversations.reduce(upsertConversation, gone.reduce(removeConversation, start));
}

function united(known: MyConversation, incoming: Conversation | MyConversation): MyConversation {
  const facts = known.updatedAt > incoming.updatedAt ? known : incoming;
  const mine = isMine(incoming) ? incoming : known;
  return counted({
    ...known,
    ...facts,
    joined: mine.joined,
    lastSeq: Math.max(known.lastSeq, incoming.lastSeq),
    version: Math.max(known.version, incoming.version),
    // Before joining, everything counts as read: that position is nobody's.
    lastReadSeq: known.joined ? Math.max(known.lastReadSeq, mine.lastReadSeq) : mine.lastReadSeq,
  });
}

/** Unread is computed from one position, never counted up and down. */
function counted(conversation: MyConversation): MyConversation {
  const { kind, joined, lastSeq } = conversation;
  const lastReadSeq = joined ? conversation.lastReadSeq : lastSeq;
  const unread = Math.max(0, lastSeq - lastReadSeq);
  return { ...conversation, lastReadSeq, unread, mentions: kind === 'direct' ? unread : 0 };
}

function isMine(conversation: Conversation | MyConversation): conversation is MyConversation {
  return 'joined' in conversation;
}

function greatest(start: number, items: readonly Message[], key: 'seq' | 'version'): number {
  return items.reduce((most, message) => Math.max(most, message[key]), start);
}

function withConversation(state: ChatState, conversation: MyConversation): ChatState {
  return { ...state, conversations: { ...state.conversations, [conversation.id]: conversation } };
}
