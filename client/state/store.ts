import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MyConversation } from '#contract/conversations.ts';
import type { UserId } from '#contract/ids.ts';
import type { HistoryPage } from '#contract/messages.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import type { Me, User } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import { newTimeline, openPage, type Timeline } from './timeline.ts';

/** What the status line tells. `ended`: signed out, here or elsewhere. */
export type ConnectionState = 'connecting' | 'live' | 'offline' | 'ended';

/** A message that this person wrote and the server has not acknowledged. */
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

/** Everything the screen shows, each thing once. Changed by pure functions of it, one file a noun. */
export interface ChatState {
  me: Me;
  workspace: Workspace;
  users: Record<string, User>;
  conversations: Record<string, MyConversation>;
  timelines: Record<string, Timeline>;
  /** By conversation, in order of sending. */
  outbox: Record<string, PendingMessage[]>;
  drafts: Record<string, string>;
  presence: Record<string, PresenceStatus>;
  /** By conversation: who is typing there now, never oneself. */
  typing: Record<string, UserId[]>;
  connection: ConnectionState;
}

export type ChatStore = StoreApi<ChatState>;

/** The conversation that the server drew. Its page must have been read after the snapshot. */
export interface Opened {
  conversationId: string;
  page: HistoryPage;
}

/** A store that shows what the server knew when it answered. No input or output happens here. */
export function createChatStore(snapshot: SyncSnapshot, opened?: Opened): ChatStore {
  return createStore<ChatState>(() => initialState(snapshot, opened));
}

export function initialState(snapshot: SyncSnapshot, opened?: Opened): ChatState {
  const conversations = Object.fromEntries(snapshot.conversations.map((item) => [item.id, item]));
  const conversation = opened && conversations[opened.conversationId];
  return {
    me: snapshot.me,
    workspace: snapshot.workspace,
    users: Object.fromEntries(snapshot.users.map((item) => [item.id, item])),
    conversations,
    timelines: conversation ? { [conversation.id]: openedTimeline(conversation, opened.page) } : {},
    outbox: {},
    drafts: {},
    presence: {},
    typing: {},
    connection: 'connecting',
  };
}

/** A line only where something was unread when the conversation was opened. */
export function newLine(conversation: MyConversation): number | null {
  return conversation.unread > 0 ? conversation.lastReadSeq : null;
}

function openedTimeline(conversation: MyConversation, page: HistoryPage): Timeline {
  // The newest page proves by itself how far it reaches: trust nothing beyond that.
  const proven = Math.max(0, ...page.items.map((message) => message.version));
  const version = page.hasAfter ? conversation.version : Math.min(conversation.version, proven);
  const waiting = newTimeline({
    version,
    lastSeq: conversation.lastSeq,
    newLineSeq: newLine(conversation),
  });
  return openPage(waiting, page, version);
}
