import { createContext, useContext } from 'react';
import type { Message } from '#contract/messages.ts';
import type { PendingFile } from '#state/nouns/state.ts';

/** What can stand open above the page, one at a time. */
export type DialogRequest =
  | {
      name:
        | 'new-channel'
        | 'new-message'
        | 'browse'
        | 'shortcuts'
        | 'outbox'
        | 'scheduled'
        | 'status'
        | 'quiet';
    }
  /** Of what was written now, or of a message that waits. `onDone`: it has its time. */
  | {
      name: 'send-later';
      what:
        | { conversationId: string; body: string; alsoInParent?: true; files: readonly PendingFile[] }
        | { id: string };
      onDone?: () => void;
    }
  /** A time for a reminder in one's own words: of a new one (null), or another time. `onDone`: it has it. */
  | { name: 'own-reminder'; id: string | null; text: string; onDone?: () => void }
  /** With the message that has the focus, if one has: what can be done with it is found there as well. */
  | { name: 'switcher'; message?: { conversationId: string; clientId: string } }
  /** What another app shares; `search` of the address that it opened. */
  | { name: 'share'; search: string }
  | { name: 'person'; userId: string }
  /** `onMade`: an invitation was made or sent. */
  | { name: 'invite'; onMade?: () => void }
  /** The emoji picker, beside something in the window; with `several`, Shift picks and goes on. */
  | { name: 'emoji'; at: DOMRect; several?: true; onPick: (text: string) => void }
  | { name: 'add-members' | 'notify' | 'jump' | 'move-conversation'; conversationId: string }
  /** `onDone`: it was asked. */
  | { name: 'new-poll'; conversationId: string; onDone?: () => void }
  | { name: 'rename-section'; sectionId: string }
  /** What can be done with a message, and what leads on from that. */
  | { name: 'message-actions'; conversationId: string; clientId: string }
  | { name: 'delete-message' | 'reactions' | 'forward'; conversationId: string; seq: number }
  | { name: 'remind' | 'report'; message: Message }
  /** An image of a message, with its others. */
  | { name: 'lightbox'; message: Message; fileId: string }
  | { name: 'earlier-texts'; conversationId: string; messageId: string };

export const OpenDialogContext = createContext<(request: DialogRequest) => void>(() => {});

/** Opens a dialog in place of whichever is open. */
export function useOpenDialog(): (request: DialogRequest) => void {
  return useContext(OpenDialogContext);
}
