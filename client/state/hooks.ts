'use client';

import {
  createContext,
  createElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { type StoreApi, useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ConversationAction, MyConversation } from '#contract/conversations.ts';
import type { UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import type { SavedMark } from '#contract/saved.ts';
import type { Me, User } from '#contract/users.ts';
import { type ConversationFacts, factsOf } from '#state/nouns/facts.ts';
import { allWaiting, inOrder } from '#state/nouns/pending.ts';
import { savedAs } from '#state/nouns/saved.ts';
import type {
  ChatState,
  ConnectionState,
  EditDraft,
  PendingChange,
  PendingFile,
  PendingMessage,
  Waiting,
} from '#state/nouns/state.ts';
import type { Timeline } from '#state/nouns/timeline.ts';
import type { ChatActions } from './actions.ts';
import type { ChatClient } from './chat-client.ts';
import { fieldView } from './field-view.ts';

const ChatContext = createContext<ChatClient | null>(null);

const noPending: PendingMessage[] = [];
const noChanges: PendingChange[] = [];
const noFiles: PendingFile[] = [];
const nobody: UserId[] = [];

/** Gives everything below it the chat. Whoever renders it starts the client in an effect. */
export function ChatProvider({ client, children }: { client: ChatClient; children: ReactNode }) {
  return createElement(ChatContext.Provider, { value: client }, children);
}

function useChatClient(): ChatClient {
  const client = useContext(ChatContext);
  if (!client) throw new Error('ChatProvider is missing above this component');
  return client;
}

/**
 * A part of the state; draws again only when that part changed, compared one level deep. The selector runs after
 * every change of anything: for what stands once on the screen. Rows look by `useField`.
 */
export function useChat<Part>(selector: (state: ChatState) => Part): Part {
  return usePart(useChatClient().store, selector);
}

/** A part of one field, compared one level deep. The selector runs only when that field changed. */
export function useField<Field extends keyof ChatState, Part>(
  field: Field,
  selector: (value: ChatState[Field]) => Part,
): Part {
  return usePart(fieldView(useChatClient().store, field), (state) => selector(state[field]));
}

type View = Pick<StoreApi<ChatState>, 'getState' | 'getInitialState' | 'subscribe'>;

/** Where there is no window a page is drawn once: nobody there has to hear of a change. */
const usePart = typeof window === 'undefined' ? partOf : useLivePart;

function partOf<Part>(view: View, selector: (state: ChatState) => Part): Part {
  return selector(view.getInitialState());
}

function useLivePart<Part>(view: View, selector: (state: ChatState) => Part): Part {
  return useStore(view, useShallow(selector));
}

/** The whole state, at the moment of asking: for what is done with it, not for what is drawn. The same function always. */
export function useChatState(): () => ChatState {
  return useChatClient().store.getState;
}

/** What a user can do. The same object always. */
export function useActions(): ChatActions {
  return useChatClient().actions;
}

export function useMe(): Me {
  return useField('me', (me) => me);
}

/** A user, or undefined until they are known: they are fetched when they are not. */
export function useUser(id: string): User | undefined {
  const { wantUsers } = useActions();
  const user = useField('users', (users) => users[id]);
  const isMissing = id !== '' && user === undefined;
  useEffect(() => {
    if (isMissing) wantUsers([id]);
  }, [wantUsers, id, isMissing]);
  return user;
}

/** Several users, in this order; undefined for those who are not known yet: they are fetched. */
export function useUsers(ids: readonly string[]): (User | undefined)[] {
  const { wantUsers } = useActions();
  const users = useField('users', (known) => ids.map((id) => known[id]));
  const missing = ids.filter((_, index) => !users[index]).join();
  useEffect(() => {
    if (missing !== '') wantUsers(missing.split(','));
  }, [wantUsers, missing]);
  return users;
}

export function useConversation(id: string): MyConversation | undefined {
  return useField('conversations', (conversations) => conversations[id]);
}

/**
 * What a conversation says of itself, without what counts its messages: for what is not drawn again when one arrives
 * or is read.
 */
export function useConversationFacts(id: string): ConversationFacts | undefined {
  return useField('conversations', ({ [id]: conversation }) => conversation && factsOf(conversation));
}

/** The loaded window, or undefined before `open`. */
export function useTimeline(id: string): Timeline | undefined {
  return useField('timelines', (timelines) => timelines[id]);
}

/** What I wrote there and the server has not acknowledged, in order of sending. */
export function usePending(id: string): PendingMessage[] {
  return useField('outbox', (outbox) => outbox[id] ?? noPending);
}

/** What I did to its messages and the server has not acknowledged, in order of doing. */
export function usePendingChanges(id: string): PendingChange[] {
  return useField('changes', (changes) => changes[id] ?? noChanges);
}

/** Everything I wrote and did that the server has not acknowledged, in that order. */
export function useOutbox(): Waiting[] {
  return useChat(({ outbox, changes }) => allWaiting({ outbox, changes }).sort(inOrder));
}

/** The latest thing that was refused and undone by that; null before there is one. */
export function useUndone(): Waiting | null {
  return useField('undone', (undone) => undone);
}

/** Whether I deleted this message a moment ago, and may undo that. */
export function useIsRestorable(messageId: string): boolean {
  return useField('restorable', (restorable) => messageId in restorable);
}

/** What I saved a message as; null for one that is not saved. */
export function useSavedMark(message: Message): SavedMark | null {
  return savedAs(
    message,
    useField('saved', ({ marks }) => marks[message.id]),
  );
}

/** Whether I may do this in a conversation; false in one that is not known. */
export function useMay(id: string, action: ConversationAction): boolean {
  return useField('conversations', (conversations) => conversations[id]?.may.includes(action) ?? false);
}

/** Which message I am editing there, with the text it stood at when that began, here or before a reload. */
export function useEdit(id: string): EditDraft | null {
  return useField('edits', (edits) => edits[id] ?? null);
}

/**
 * The text in the composer, and how to change it. It lives where it is typed, so that a key draws the composer and
 * nothing else; the state follows a moment later, and is followed when another tab or an earlier visit changes it.
 */
export function useDraft(id: string): [text: string, set: (text: string) => void] {
  const { store, actions } = useChatClient();
  const [text, setText] = useState(() => store.getInitialState().drafts[id] ?? '');
  const latest = useRef(text);

  useEffect(() => {
    const follow = (drafts: ChatState['drafts']) => {
      const next = drafts[id] ?? '';
      if (next === latest.current) return;
      latest.current = next;
      setText(next);
    };
    follow(store.getState().drafts);
    return store.subscribe((state, previous) => {
      if (state.drafts[id] !== previous.drafts[id]) follow(state.drafts);
    });
  }, [store, id]);

  const set = useCallback(
    (next: string) => {
      latest.current = next;
      setText(next);
      actions.setDraft(id, next);
    },
    [actions, id],
  );
  return [text, set];
}

/** What is attached to its next message. */
export function useAttached(id: string): readonly PendingFile[] {
  return useField('attached', (attached) => attached[id] ?? noFiles);
}

/** Offline until the server said otherwise, for those given to `watchPresence`. */
export function usePresence(id: string): PresenceStatus {
  return useField('presence', (presence) => presence[id] ?? 'offline');
}

/** Who is typing there now, in the order they began. */
export function useTyping(id: string): UserId[] {
  return useField('typing', (typing) => typing[id] ?? nobody);
}

/** Whether the session is over: draws again for nothing else that the connection goes through. */
export function useHasEnded(): boolean {
  return useField('connection', (connection) => connection === 'ended');
}

export function useConnection(): ConnectionState {
  return useField('connection', (connection) => connection);
}
