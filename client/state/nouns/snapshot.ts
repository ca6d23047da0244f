import type { MyConversation } from '#contract/conversations.ts';
import type { HistoryPage } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import type { ChatState } from './state.ts';
import { newTimeline, openPage, type Timeline } from './timeline.ts';

/** The conversation that the server drew. Its page must have been read after the snapshot. */
export interface Opened {
  conversationId: string;
  page: HistoryPage;
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
