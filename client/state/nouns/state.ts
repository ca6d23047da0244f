import type { MyConversation } from '#contract/conversations.ts';
import type { UserId } from '#contract/ids.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import type { Me, User } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import type { Reading } from './reads.ts';
import type { Timeline } from './timeline.ts';

/** What the status line says. `ended`: signed out, here or elsewhere. */
export type ConnectionState = 'connecting' | 'live' | 'offline' | 'ended';

/** A message that I wrote and the server has not acknowledged. */
export interface PendingMessage {
  /** A UUID: what makes sending it again harmless. */
  clientId: string;
  conversationId: string;
  body: string;
  /** ISO 8601; the order of sending. */
  createdAt: string;
  state: 'sending' | 'failed';
  /** Why the server refused it, when it failed. */
  reason: string | null;
}

/**
 * What the state holds of one conversation, by kind. A new kind is declared here and in `lifetimes`;
 * that a conversation goes, is put away, or is kept for the next visit follows from that.
 */
export interface ConversationParts {
  conversations: MyConversation;
  /** How what is unread in it is known, where more was heard than it says itself. */
  reads: Reading;
  /** The loaded window. */
  timelines: Timeline;
  /** Who is typing there now, never oneself, in the order they began. */
  typing: UserId[];
  /** What waits to be acknowledged, in order of sending. */
  outbox: PendingMessage[];
  /** What stands in the composer. */
  drafts: string;
}
export type PartKind = keyof ConversationParts;

/** Where a read position was: what undoes a move. */
export interface LeftRead {
  conversationId: string;
  seq: number;
}

/** What ends a part: that I am not in the conversation any more, or already that it was not opened for long. */
export type Ending = 'leaving' | 'eviction';

interface Lifetime {
  /** What ends it; null for what I wrote, which stays until it is sent or discarded. */
  endsWith: Ending | null;
  /** Whether kept/ writes it down for the next visit; `cached-parts.ts` says in which shape. */
  isCached: boolean;
}

export const lifetimes = {
  conversations: { endsWith: 'leaving', isCached: true },
  reads: { endsWith: 'leaving', isCached: false },
  timelines: { endsWith: 'eviction', isCached: true },
  typing: { endsWith: 'leaving', isCached: false },
  outbox: { endsWith: null, isCached: false },
  drafts: { endsWith: null, isCached: false },
} as const satisfies Record<PartKind, Lifetime>;

export const partKinds = Object.keys(lifetimes) as PartKind[];

/** Every part of every conversation, each kind by the conversation's id. */
export type Parts = { [Kind in PartKind]: Record<string, ConversationParts[Kind]> };

export function noParts(): Parts {
  return { conversations: {}, reads: {}, timelines: {}, typing: {}, outbox: {}, drafts: {} };
}

/** Everything the screen shows, each thing once. Changed by pure functions of it, one file a noun. */
export interface ChatState extends Parts {
  me: Me;
  workspace: Workspace;
  /** Those the screen has needed so far, not everybody. */
  users: Record<string, User>;
  presence: Record<string, PresenceStatus>;
  connection: ConnectionState;
  /** What was marked as read all at once, a moment ago: where each position was. */
  allRead: LeftRead[] | null;
  /** The cursor of the last `sync`: conversations are known up to it. Null: nothing is known for certain. */
  cursor: string | null;
  /** Every user above is as they were at this cursor, or as they became later. */
  usersCursor: string | null;
}

/** Where the state lives, for those who feed it; `createChatStore` makes one. */
export interface ChatStore {
  getState(): ChatState;
  setState(change: Partial<ChatState> | ((state: ChatState) => Partial<ChatState>)): void;
  /** Calls after every change until the returned function is called. */
  subscribe(listener: (state: ChatState, previous: ChatState) => void): () => void;
}

/** The state without the parts of these conversations that end with this; the same one if there are none. */
export function withoutParts(state: ChatState, ids: Iterable<string>, ending: Ending): ChatState {
  const ended = new Set(ids);
  const kinds = partKinds.filter((kind) => ends(kind, ending));
  return ended.size === 0 ? state : kinds.reduce((next, kind) => withoutKind(next, kind, ended), state);
}

/** Leaving takes with it what eviction would have taken, and more. */
function ends(kind: PartKind, ending: Ending): boolean {
  const { endsWith } = lifetimes[kind];
  return endsWith === 'eviction' || endsWith === ending;
}

function withoutKind(state: ChatState, kind: PartKind, ended: ReadonlySet<string>): ChatState {
  const entries = Object.entries(state[kind]);
  const rest = entries.filter(([id]) => !ended.has(id));
  return rest.length === entries.length ? state : { ...state, [kind]: Object.fromEntries(rest) };
}
