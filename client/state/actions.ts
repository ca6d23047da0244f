import type { ConversationPatch, MyConversation } from '#contract/conversations.ts';
import type { Message } from '#contract/messages.ts';
import type { OperationInput } from '#contract/operations.ts';
import { withAttached } from '#state/nouns/attached.ts';
import { removeConversation, upsertConversation } from '#state/nouns/conversations.ts';
import { lastEditable } from '#state/nouns/edits.ts';
import type { Change, ChatStore, EditDraft, SendOptions } from '#state/nouns/state.ts';
import type { Reading } from '#state/nouns/timeline.ts';
import type { Arranging } from '#state/sync/arranging.ts';
import type { Call, CallOptions } from '#state/sync/connection.ts';
import type { createDeleting } from '#state/sync/deleting.ts';
import type { createDrafts } from '#state/sync/drafts.ts';
import type { createEdits } from '#state/sync/edits.ts';
import type { createHistory } from '#state/sync/history.ts';
import type { createOutbox } from '#state/sync/outbox.ts';
import type { createPresence } from '#state/sync/presence.ts';
import type { createReads } from '#state/sync/reads.ts';
import type { createSidebar } from '#state/sync/sidebar.ts';
import type { createThreads } from '#state/sync/threads.ts';
import type { createTyping } from '#state/sync/typing.ts';
import type { Uploads } from '#state/sync/uploads.ts';
import type { Users } from '#state/sync/users.ts';

/** What a user can do. Promises reject with a Refusal; what returns nothing never fails. */
export interface ChatActions {
  call: Call;
  /**
   * Loads a page unless it is there: around the first unread message, around `at`, or else the
   * newest. Closing a conversation and coming back draws the "New" line afresh.
   */
  open(conversationId: string, at?: { seq: number }): Promise<void>;
  /** It is not on the screen any more. */
  close(conversationId: string): void;
  /** Tells which end of what is loaded the reader is nearer to: when it is full, the other one gives way. */
  readAt(conversationId: string, reading: Reading): void;
  loadBefore(conversationId: string): Promise<void>;
  loadAfter(conversationId: string): Promise<void>;
  jumpToLatest(conversationId: string): Promise<void>;
  /**
   * Puts a message into the outbox, which sends it now or when the connection is back. False when too much waits
   * there: then it is still the writer's. `files` are attached no more.
   */
  send(conversationId: string, body: string, options?: SendOptions): boolean;
  /** What attaches files and brings them to the server, which is loaded when it is first asked for. */
  uploads(): Promise<Uploads>;
  /**
   * Changes a message: shown at once, kept in the outbox, carried out now or when the connection is back. What the
   * server refuses is undone, and stands in `undone` with its reason.
   */
  change(message: Message, change: Change): void;
  /** Gives a message that waits to be sent, or was refused, another text. */
  rewrite(clientId: string, body: string): void;
  /** Tries again with what failed, or at once with what waits; offline, when the connection is back. */
  retry(clientId: string): void;
  /** Forgets what waits or failed. */
  discard(clientId: string): void;
  /** Deletes a message; for `undoTime` after that, `undelete` takes it back. */
  deleteMessage(message: Message): void;
  undelete(message: Message): void;
  /** Begins to edit my last message there; false when there is none. */
  editLast(conversationId: string): boolean;
  /** Begins to edit a message, goes on, and ends. */
  beginEdit(conversationId: string, edit: EditDraft): void;
  setEdit(conversationId: string, edit: EditDraft): void;
  endEdit(conversationId: string): void;
  setDraft(conversationId: string, text: string): void;
  /** Everything up to `seq` was seen. */
  markRead(conversationId: string, seq: number): void;
  /** Nothing after `seq` was read: it is unread again, on all devices. */
  markUnread(conversationId: string, seq: number): void;
  /** Marks everything as read; `allRead` of the state holds the way back for a while. */
  markAllRead(): void;
  undoMarkAllRead(): void;
  /** What arranges the sidebar, which is loaded when it is first asked for. */
  arranging(): Promise<Arranging>;
  /** A few messages after `seq`, from what is loaded, the server or the cache; nothing of it is kept loaded. */
  peek(conversationId: string, after: number, limit: number): Promise<Message[]>;
  /** The text in the composer changed; that somebody types is announced now and then, and its end at once. */
  typing(conversationId: string, text: string): void;
  /** Replaces the list of users whose presence the screen shows. */
  watchPresence(userIds: string[]): void;
  /** The screen needs these users; those who are not known are fetched. */
  wantUsers(userIds: string[]): void;
  /** The screen shows what these permalinks lead to, by references (`contract/quotes.ts`): `quotes` of the state. */
  wantQuotes(references: string[]): void;
  /** Shows the thread of a message beside its conversation, and makes it where there is none; gives its id. */
  openThread(parentId: string, rootSeq: number, reply: number | null): Promise<string>;
  closeThread(): void;
  /** Asks anew for the thread that stands open and that I do not follow: its events come from then on. */
  refreshThread(conversationId: string): Promise<void>;
  followThread(conversationId: string, follows: boolean): Promise<void>;
  /** Loads a page of the threads that I follow; gives the cursor of the next, null after the last. */
  listThreads(cursor: string | null): Promise<string | null>;
  join(conversationId: string, options?: CallOptions): Promise<void>;
  leave(conversationId: string, options?: CallOptions): Promise<void>;
  createConversation(
    input: OperationInput<'conversation:create'>,
    options?: CallOptions,
  ): Promise<MyConversation>;
  /** Changes what a conversation is called, what it is about, and whether it is archived. */
  updateConversation(conversationId: string, patch: ConversationPatch, options?: CallOptions): Promise<void>;
  /** Whether the user is at this device: false after ten minutes without a key or pointer. */
  setActive(active: boolean): void;
  /** Whether it is one of my quiet hours. */
  setQuiet(quiet: boolean): void;
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
  edits: ReturnType<typeof createEdits>;
  deleting: ReturnType<typeof createDeleting>;
  reads: ReturnType<typeof createReads>;
  sidebar: Pick<ReturnType<typeof createSidebar>, 'arranging'>;
  threads: ReturnType<typeof createThreads>;
  typing: ReturnType<typeof createTyping>;
  presence: ReturnType<typeof createPresence>;
  users: Pick<Users, 'want'>;
  peek: ChatActions['peek'];
  wantQuotes: ChatActions['wantQuotes'];
  uploads: ChatActions['uploads'];
  /** Tries to connect now, when there is no connection. */
  connect(): void;
  signOut(): Promise<void>;
}

export function createActions(parts: Parts): ChatActions {
  const {
    store,
    call,
    history,
    outbox,
    deleting,
    drafts,
    edits,
    reads,
    sidebar,
    threads,
    typing,
    presence,
    users,
    peek,
    wantQuotes,
    uploads,
    connect,
    signOut,
  } = parts;
  return {
    call,
    open: (conversationId, at) => history.open(conversationId, at),
    close: history.close,
    openThread: threads.open,
    closeThread: threads.close,
    refreshThread: threads.refresh,
    followThread: threads.follow,
    listThreads: threads.list,
    readAt: history.readAt,
    loadBefore: history.loadBefore,
    loadAfter: history.loadAfter,
    jumpToLatest: history.jumpToLatest,
    send(conversationId, body, options) {
      typing.sent(conversationId);
      reads.written(conversationId);
      const isTaken = outbox.send(conversationId, body, options);
      if (isTaken && options?.files) store.setState((state) => withAttached(state, conversationId, []));
      return isTaken;
    },
    change: outbox.change,
    ...deleting.actions,
    editLast(conversationId) {
      const edit = lastEditable(store.getState(), conversationId);
      if (edit) edits.begin(conversationId, edit);
      return edit !== null;
    },
    rewrite: outbox.rewrite,
    retry(clientId) {
      outbox.retry(clientId);
      connect();
    },
    discard(clientId) {
      void outbox.discard(clientId);
    },
    setDraft: drafts.set,
    beginEdit: edits.begin,
    setEdit: edits.set,
    endEdit: edits.end,
    markRead: reads.mark,
    markUnread: reads.putBack,
    markAllRead: reads.markAll,
    undoMarkAllRead: reads.undoMarkAll,
    arranging: sidebar.arranging,
    peek,
    wantQuotes,
    uploads,
    typing: typing.typed,
    watchPresence: presence.watch,
    wantUsers: users.want,
    async join(conversationId, options) {
      await call('member:add', { conversationId, userId: store.getState().me.id }, options);
      const conversation = await call('conversation:get', { conversationId }, options);
      store.setState((state) => upsertConversation(state, conversation));
    },
    async leave(conversationId, options) {
      await call('member:remove', { conversationId, userId: store.getState().me.id }, options);
      store.setState((state) => removeConversation(state, conversationId));
    },
    async createConversation(input, options) {
      const conversation = await call('conversation:create', input, options);
      store.setState((state) => upsertConversation(state, conversation));
      return conversation;
    },
    async updateConversation(conversationId, patch, options) {
      const conversation = await call('conversation:update', { conversationId, ...patch }, options);
      store.setState((state) => upsertConversation(state, conversation));
    },
    setActive: presence.setActive,
    setQuiet: (quiet) => store.setState({ quiet }),
    signOut,
  };
}
