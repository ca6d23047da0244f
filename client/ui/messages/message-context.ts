import { useMemo } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import type { UserId } from '#contract/ids.ts';
import type { Message } from '#contract/messages.ts';
import type { ChatActions } from '#state/actions.ts';
import { useActions, useChatState, useConversation, useMe } from '#state/hooks.ts';
import { savedAs } from '#state/nouns/saved.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { type DialogRequest, useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import type { Entry } from './entry.ts';

/** Where actions on messages find what they need. */
export interface MessageSurroundings {
  conversation: MyConversation;
  myId: UserId;
  actions: ChatActions;
  openDialog: (request: DialogRequest) => void;
  go: ReturnType<typeof useNavigation>['go'];
  /** Whether I saved a message for later. */
  isSaved: (message: Message) => boolean;
  /** Says something to those who listen. */
  announce: (text: string) => void;
}

/** What an action is asked about, and carried out on. */
export interface MessageContext extends MessageSurroundings {
  /** As it is shown, with what waits laid over it. */
  entry: Entry;
}

/** The same for a message that the server has and that is not deleted. */
export interface SentContext extends MessageSurroundings {
  message: Message;
}

/** Null in a conversation that is not known. The same one until something of it changes. */
export function useMessageSurroundings(conversationId: string): MessageSurroundings | null {
  const conversation = useConversation(conversationId);
  const { id: myId } = useMe();
  const actions = useActions();
  const openDialog = useOpenDialog();
  const state = useChatState();
  const { go } = useNavigation();
  const announce = useAnnounce();
  return useMemo(
    () =>
      conversation
        ? {
            ...{ conversation, myId, actions, openDialog, go, announce },
            isSaved: (message) => savedAs(message, state().saved.marks[message.id]) !== null,
          }
        : null,
    [conversation, myId, actions, openDialog, state, go, announce],
  );
}
