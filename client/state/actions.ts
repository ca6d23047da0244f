import type { MyConversation } from '#contract/conversations.ts';
import type { OperationInput } from '#contract/operations.ts';
import { removeConversation, upsertConversation } from '#state/nouns/conversations.ts';
import type { ChatStore } from '#state/nouns/state.ts';
import type { Call } from '#state/sync/connection.ts';
import type { createDrafts } from '#state/sync/drafts.ts';
import type { createHistory } from '#state/sync/history.ts';
import type { createOutbox } from '#state/sync/outbox.ts';
import type { createPresence } from '#state/sync/presence.ts';
import type { createReads } from '#state/sync/reads.ts';
import type { createTyping } from '#state/sync/typing.ts';
import type { Users } from '#state/sync/users.ts';

/** What a user can do. Promises reject with a Refusal; what returns nothing never fails. */
export interface ChatActions {
  call: Call;
  /**
   * Loads a page unless it is there: around the first unread message, around `at`, or else the
   * newest. Opening another conversation and coming back draws the "New" line afresh.
   */
  open(conversationId: string, at?: { seq: number }): Promise<void>;
  loadBefore(conversationId: string): Promise<void>;
  loadAfter(conversationId: string): Promise<void>;
  jumpToLatest(conversationId: string): Promise<void>;
  /** Puts a message into the outbox, which sends it now or when the connection is back. */
  send(conversationId: string, body: string): void;
  /** Sends a failed message again, or tries at once with one that waits. */
  retry(clientId: string): void;
  /** Forgets a message that was not sent. */
  discard(clientId: string): void;
  setDraft(conversationId: string, text: string): void;
  /** Everything up to `seq` was seen. */
  markRead(conversationId: string, seq: number): void;
  /** A key was pressed in the composer; it is announced now and then. */
  typing(conversationId: string): void;
  /** Replaces the list of users whose presence the screen shows. */
  watchPresence(userIds: string[]): void;
  /** The screen needs these users; those who are not known are fetched. */
  wantUsers(userIds: string[]): void;
  join(conversationId: string): Promise<void>;
  leave(conversationId: string): Promise<void>;
  createConversation(input: OperationInput<'conversation:create'>): Promise<MyConversation>;
  /** Whether the user is at this device: false after ten minutes without a key or pointer. */
  setActive(active: boolean): void;
  /** Ends this session and removes what this browser kept of the user, but for what waits to be sent. */
  signOut(): Promise<void>;
}

/** The parts that do the work; each is one noun. */
export interface Parts {
  store: ChatStore;
  call: Call;
  history: ReturnType<typeof createHistory>;
  outbox: ReturnType<typeof createOutbox>;
  drafts: ReturnType<typeof createDrafts>;
  reads: ReturnType<typeof createReads>;
  typing: ReturnType<typeof createTyping>;
  presence: ReturnType<typeof createPresence>;
  users: Pick<Users, 'want'>;
  /** Tries to connect now, when there is no connection. */
  connect(): void;
  signOut(): Promise<void>;
}

export function createActions(parts: Parts): ChatActions {
  const { store, call, history, outbox, drafts, reads, typing, presence, users, connect, signOut } = parts;
  return {
    call,
    open: history.open,
    loadBefore: history.loadBefore,
    loadAfter: history.loadAfter,
    jumpToLatest: history.jumpToLatest,
    send(conversationId, body) {
      typing.sent(conversationId);
      outbox.send(conversationId, body);
    },
    retry(clientId) {
      outbox.retry(clientId);
      connect();
    },
    discard(clientId) {
      void outbox.discard(clientId);
    },
    setDraft: drafts.set,
    markRead: reads.mark,
    typing: typing.typed,
    watchPresence: presence.watch,
    wantUsers: users.want,
    async join(conversationId) {
      await call('member:add', { conversationId, userId: store.getState().me.id });
      const conversation = await call('conversation:get', { conversationId });
      store.setState((state) => upsertConversation(state, conversation));
    },
    async leave(conversationId) {
      await call('member:remove', { conversationId, userId: store.getState().me.id });
      store.setState((state) => removeConversation(state, conversationId));
    },
    async createConversation(input) {
      const conversation = await call('conversation:create', input);
      store.setState((state) => upsertConversation(state, conversation));
      return conversation;
    },
    setActive: presence.setActive,
    signOut,
  };
}
