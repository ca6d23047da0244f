import type { MyConversation } from '#contract/conversations.ts';
import type { Quote } from '#contract/quotes.ts';
import type { SidebarLayout } from '#contract/sidebar.ts';
import { messageAt, writtenAt } from '#state/nouns/changes.ts';
import { shownSidebar } from '#state/nouns/sidebar.ts';
import type { UploadState } from '#state/nouns/state.ts';
import { useChat, useField } from './hooks.ts';

// What is asked of the state only by what is opened later.

/** Everything I have joined or looked at but for threads, in no particular order. */
export function useConversations(): MyConversation[] {
  return useField('conversations', (conversations) =>
    Object.values(conversations).filter(({ kind }) => kind !== 'thread'),
  );
}

/** How I arranged them. */
export function useSidebar(): SidebarLayout {
  return useChat(shownSidebar);
}

/** When the text of a message was last written, and what it says, without what waits; null when it is not loaded. */
export function useWrittenText(message: { conversationId: string; seq: number } | null) {
  return useField('timelines', (timelines) => {
    const found = message && messageAt({ timelines }, message);
    return found ? { body: found.body, writtenAt: writtenAt(found) } : null;
  });
}

/** What a permalink leads to, by its reference; null: nothing that I may see; undefined until that is known. */
export function useQuote(home: string, reference: string): Quote | null | undefined {
  return useField('quotes', (quotes) => quotes[home]?.[reference]);
}

/** How far a file of mine has come; undefined where this tab does not know. */
export function useUpload(key: string): UploadState | undefined {
  return useField('uploads', (uploads) => uploads?.[key]);
}
