import type { MyConversation } from '#contract/conversations.ts';
import type { SessionEnd } from '#contract/events.ts';
import type { ConversationId, UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { PollQuestion } from '#contract/polls.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import type { Quote } from '#contract/quotes.ts';
import type { SavedMark, SavedSummary } from '#contract/saved.ts';
import type { Sidebar, SidebarLayout } from '#contract/sidebar.ts';
import type { Me, User } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import type { Reading } from './reads.ts';
import type { Timeline } from './timeline.ts';

/** What the status line says. `ended`: signed out, here or elsewhere. */
export type ConnectionState = 'connecting' | 'live' | 'offline' | 'ended';

/** A file that I attached, and that is in no message of the server's yet. */
export interface PendingFile {
  /** A UUID: what this browser knows it by. */
  key: string;
  name: string;
  /** As the browser says; the server looks for itself. */
  type: string;
  bytes: number;
  /** What there is to see or hear, for whoever does not. */
  alt: string;
  /** Pixels and milliseconds, where this browser found out. */
  width?: number;
  height?: number;
  duration?: number;
}

/** How far a file has come. */
export interface UploadState {
  /** Bytes that went. */
  sent: number;
  /** `waiting`: for the network, or its turn; `failed`: the server refused it, or it cannot be read. */
  state: 'waiting' | 'sending' | 'done' | 'failed';
  reason: string | null;
  /** It failed, and trying again would change nothing. */
  isFinal?: boolean;
}

/** A message that I wrote and the server has not acknowledged. */
export interface PendingMessage {
  /** A UUID: what makes sending it again harmless. */
  clientId: string;
  conversationId: string;
  body: string;
  /** In a thread: a copy goes to the conversation that it hangs on. */
  alsoInParent?: true;
  /** What goes with it: it waits until all of them are uploaded. */
  files?: readonly PendingFile[];
  /** What it asks, if it is a poll: `body` says the same. */
  poll?: PollQuestion;
  /** ISO 8601; the order of sending. */
  createdAt: string;
  state: 'sending' | 'failed';
  /** Why the server refused it, when it failed. */
  reason: string | null;
}

/** What may be said of a message beside its text. */
export type SendOptions = Pick<PendingMessage, 'alsoInParent' | 'files' | 'poll'>;

/** What comes back to a message when its deletion is undone. */
export type Restored = Pick<Message, 'body' | 'mentions' | 'editedAt' | 'reactions'> & {
  /** Left out by an earlier release. */
  files?: Message['files'];
};

/** What can be done to a message. A new kind does not compile until `changes.ts` and `sync/changes.ts` know it. */
export type Change =
  | {
      kind: 'edit';
      body: string;
      /** When the text it was made from was written (`writtenAt`); null overwrites whatever stands there. */
      basedOn: string | null;
    }
  | { kind: 'delete' }
  /** Takes a deletion back. `was`: what comes back, to be shown until the server says so. */
  | { kind: 'restore'; was: Restored }
  | { kind: 'react'; emoji: string; given: boolean }
  | { kind: 'pin'; given: boolean }
  /** Of a poll: all the options that I choose, ascending. The poll itself is drawn with it. */
  | { kind: 'vote'; options: readonly number[] }
  | { kind: 'closePoll' }
  /** For me alone. `remindAt`: ISO 8601, null for no reminder; left out, the one there is stays. */
  | { kind: 'save'; given: boolean; remindAt?: string | null };

/** A change of a message that I made and the server has not acknowledged. */
export interface PendingChange {
  /** A UUID: what the outbox knows it by. */
  clientId: string;
  conversationId: string;
  messageId: string;
  /** Where the message stands. */
  seq: number;
  /** How its text began, for words about it. */
  about: string;
  change: Change;
  /** ISO 8601; the order of doing. */
  createdAt: string;
  state: 'sending' | 'failed';
  reason: string | null;
  /** The server was asked for it at least once, and may have done it: nothing takes its place any more. */
  attempted: boolean;
}

/** Whatever the server has not acknowledged. */
export type Waiting = PendingMessage | PendingChange;

/** A new text for a message of mine that I have not finished. */
export interface EditDraft {
  /** The message's clientId: it may not have been sent yet. */
  clientId: string;
  body: string;
  /** The text that it began with, and when that was written; null for a message that waits to be sent. */
  original: string;
  basedOn: string | null;
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
  /** What I did to messages and waits to be acknowledged, in order of doing. It lies over them on the screen. */
  changes: PendingChange[];
  /** What stands in the composer. */
  drafts: string;
  /** What is attached there, for the next message. */
  attached: readonly PendingFile[];
  /** The message that I am editing there. */
  edits: EditDraft;
  /** Of a thread: the message that it hangs on, as it was asked for. */
  roots: Message;
  /** What permalinks into it lead to, by what names them (`contract/quotes.ts`); null: nothing that I may see. */
  quotes: Record<string, Quote | null>;
}
export type PartKind = keyof ConversationParts;

/** What I saved for later, in numbers, and of the messages that were loaded those that are among it. */
export interface Saved extends SavedSummary {
  marks: Record<string, SavedMark>;
}

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
  changes: { endsWith: null, isCached: false },
  drafts: { endsWith: null, isCached: false },
  attached: { endsWith: null, isCached: false },
  edits: { endsWith: null, isCached: false },
  roots: { endsWith: 'leaving', isCached: false },
  quotes: { endsWith: 'leaving', isCached: false },
} as const satisfies Record<PartKind, Lifetime>;

export const partKinds = Object.keys(lifetimes) as PartKind[];

/** Every part of every conversation, each kind by the conversation's id. */
export type Parts = { [Kind in PartKind]: Record<string, ConversationParts[Kind]> };

export function noParts(): Parts {
  return {
    ...{ conversations: {}, reads: {}, timelines: {}, typing: {}, roots: {}, quotes: {} },
    ...{ outbox: {}, changes: {}, drafts: {}, attached: {}, edits: {} },
  };
}

/** Everything the screen shows, each thing once. Changed by pure functions of it, one file a noun. */
export interface ChatState extends Parts {
  me: Me;
  workspace: Workspace;
  /** How I arranged my conversations, as the server has it. */
  sidebar: Sidebar;
  /** The same with what I did and the server has not acknowledged; null when there is no such thing. */
  arranged: SidebarLayout | null;
  /** Those the screen has needed so far, not everybody. */
  users: Record<string, User>;
  presence: Record<string, PresenceStatus>;
  connection: ConnectionState;
  /** Why the session has ended, where the server said it. */
  endedBy: SessionEnd | null;
  /** What was marked as read all at once, a moment ago: where each position was. */
  allRead: LeftRead[] | null;
  /** Messages that I deleted a moment ago, by id, with what comes back when I undo that. */
  restorable: Record<string, Restored>;
  /** How far files of mine have come, by key, as far as this tab uploads them. */
  uploads?: Record<string, UploadState>;
  /** What I saved for later. */
  saved: Saved;
  /** What I have chosen in polls that do not say it themselves, by message, as far as it was asked for. */
  choices: Record<string, readonly number[]>;
  /** It is one of my quiet hours. */
  quiet?: boolean;
  /** Reports that wait for somebody like me, as far as I was told. */
  reports?: number;
  /** The latest thing that was refused and is undone by that; its `reason` is null when the outbox was full. */
  undone: Waiting | null;
  /** The cursor of the last `sync`: conversations are known up to it. Null: nothing is known for certain. */
  cursor: string | null;
  /** The life of the workspace that all this is of (`SyncSnapshot.life`); null: the server did not say. */
  life: string | null;
  /** What I had joined at that cursor, without threads, by id. */
  joinedIds: readonly ConversationId[];
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
