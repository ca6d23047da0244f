'use client';

import { createContext, createElement, type ReactNode, useCallback, useContext, useEffect } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { MyConversation } from '#contract/conversations.ts';
import type { UserId } from '#contract/ids.ts';
import type { PresenceStatus } from '#contract/presence.ts';
import type { Me, User } from '#contract/users.ts';
import { inOrder } from '#state/nouns/pending.ts';
import type { ChatState, ConnectionState, PendingMessage } from '#state/nouns/state.ts';
import type { Timeline } from '#state/nouns/timeline.ts';
import type { ChatActions } from './actions.ts';
import type { ChatClient } from './chat-client.ts';

const ChatContext = createContext<ChatClient | null>(null);

const noPending: PendingMessage[] = [];
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

/** A part of the state; draws again only when that part changed, compared one level deep. */
export function useChat<Part>(selector: (state: ChatState) => Part): Part {
  return useStore(useChatClient().store, useShallow(selector));
}

/** What a user can do. The same object always. */
export function useActions(): ChatActions {
  return useChatClient().actions;
}

export function useMe(): Me {
  return useChat((state) => state.me);
}

/** A user, or undefined until they are known: they are fetched when they are not. */
export function useUser(id: string): User | undefined {
  const { wantUsers } = useActions();
  const user = useChat((state) => state.users[id]);
  const isMissing = id !== '' && user === undefined;
  useEffect(() => {
    if (isMissing) wantUsers([id]);
  }, [wantUsers, id, isMissing]);
  return user;
}

export function useConversation(id: string): MyConversation | undefined {
  return useChat((state) => state.conversations[id]);
}

/** Everything I have joined or looked at, in no particular order. */
export function useConversations(): MyConversation[] {
  return useChat((state) => Object.values(state.conversations));
}

/** The loaded window, or undefined before `open`. */
export function useTimeline(id: string): Timeline | undefined {
  return useChat((state) => state.timelines[id]);
}

/** What I wrote there and the server has not acknowledged, in order of sending. */
export function usePending(id: string): PendingMessage[] {
  return useChat((state) => state.outbox[id] ?? noPending);
}

/** Everything I wrote that the server has not acknowledged, in order of writing. */
export function useOutbox(): PendingMessage[] {
  return useChat((state) => Object.values(state.outbox).flat().sort(inOrder));
}

/** The text in the composer, and how to change it. */
export function useDraft(id: string): [text: string, set: (text: string) => void] {
  const { setDraft } = useActions();
  const text = useChat((state) => state.drafts[id] ?? '');
  const set = useCallback((next: string) => setDraft(id, next), [id, setDraft]);
  return [text, set];
}

/** Offline until the server said otherwise, for those given to `watchPresence`. */
export function usePresence(id: string): PresenceStatus {
  return useChat((state) => state.presence[id] ?? 'offline');
}

/** Who is typing there now, in the order they began. */
export function useTyping(id: string): UserId[] {
  return useChat((state) => state.typing[id] ?? nobody);
}

export function useConnection(): ConnectionState {
  return useChat((state) => state.connection);
}
