import type { MyConversation } from '#contract/conversations.ts';
import type { UserId } from '#contract/ids.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import type { Me, User } from '#contract/users.ts';
import type { Workspace } from '#contract/workspace.ts';
import type { Timeline } from './timeline.ts';

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

/** Where the state lives, for those who feed it; `createChatStore` makes one. */
export interface ChatStore {
  getState(): ChatState;
  setState(change: Partial<ChatState> | ((state: ChatState) => Partial<ChatState>)): void;
  /** Calls after every change until the returned function is called. */
  subscribe(listener: (state: ChatState, previous: ChatState) => void): () => void;
}
