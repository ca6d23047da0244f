import type { MyConversation } from '#contract/conversations.ts';
import type { ConversationId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { HistoryPage } from '#contract/messages.ts';
import type { SyncSnapshot } from '#contract/sync.ts';
import type { Actor } from '#domain/actor.ts';
import type { PageCall } from './page-calls.ts';

/** What the page of a conversation shows. */
export interface ConversationPage {
  snapshot: SyncSnapshot;
  opened: { conversationId: ConversationId; page: HistoryPage };
}

/** Where it opens. */
export interface ConversationGoal {
  conversationId: string;
  /** The message that a link points at. */
  message: number | null;
  /** The moment that a link leads to, ISO 8601. */
  at: string | null;
}

/**
 * Reads it, the snapshot first and the history after it, so that the history is never behind the snapshot. Rejects with
 * a Refusal.
 */
export async function loadConversationPage(
  call: PageCall,
  actor: Actor,
  { conversationId, message, at }: ConversationGoal,
): Promise<ConversationPage> {
  const snapshot = await call(actor, 'sync', {});
  const mine = snapshot.conversations.find((item) => item.id === conversationId);
  const conversation = mine ?? (await call(actor, 'conversation:get', { conversationId }));
  const around = message ?? (at === null ? firstUnread(conversation) : null);
  const range = around !== null ? { around } : at === null ? {} : { at };
  const page = await call(actor, 'message:list', { conversationId, ...range });
  const missing = new Set(page.items.map((item) => item.authorId));
  for (const user of snapshot.users) missing.delete(user.id);
  const authors =
    missing.size === 0
      ? []
      : (await call(actor, 'user:list', { ids: [...missing], limit: limits.page })).items;
  return {
    snapshot: {
      ...snapshot,
      conversations: mine ? snapshot.conversations : [...snapshot.conversations, conversation],
      users: [...snapshot.users, ...authors],
    },
    opened: { conversationId: conversation.id, page },
  };
}

function firstUnread({ unread, lastReadSeq }: MyConversation): number | null {
  return unread > 0 ? lastReadSeq + 1 : null;
}
