import type { MyConversation } from '#contract/conversations.ts';
import type { EventData } from '#contract/events.ts';
import type { Message } from '#contract/messages.ts';
import type { Call } from './connection.ts';
import type { Position } from './storage.ts';

/** What a program does with a message: a new one, or one that it was given before and that has changed. */
export type Receive = (message: Message, isNew: boolean) => void | Promise<void>;

interface CatchUpInput {
  call: Call;
  positions: Record<string, Position>;
  /** Whether the program was there before: then what came while it was away is news to it. */
  isReturning: boolean;
  receive: Receive;
}

/**
 * Gives a program every message of its conversations once, ascending by `version`, whatever was lost on the way: what is
 * live if it follows what is known, else what the server has after that.
 */
export function createCatchUp({ call, positions, isReturning, receive }: CatchUpInput) {
  async function give(message: Message): Promise<void> {
    const { conversationId, version, seq } = message;
    const known = positions[conversationId] ?? { version: version - 1, seq: 0 };
    if (version <= known.version) return;
    await receive(message, seq > known.seq);
    // After it was received: whoever is killed meanwhile receives it again.
    positions[conversationId] = { version, seq: Math.max(seq, known.seq) };
  }

  /** Everything that changed in a conversation after what is known. */
  async function fill(conversationId: string): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      const after = positions[conversationId]?.version ?? 0;
      const page = await call('conversation:changes', { conversationId, after });
      for (const message of page.items) await give(message);
      hasMore = page.hasMore && page.items.length > 0;
    }
  }

  /** A conversation that came while the program was away: what is unread in it. */
  async function begin({ id, version, lastReadSeq }: MyConversation): Promise<void> {
    let after = lastReadSeq;
    for (let hasMore = true; hasMore; ) {
      const page = await call('message:list', { conversationId: id, after });
      for (const message of page.items) await receive(message, true);
      after = page.items.at(-1)?.seq ?? after;
      hasMore = page.hasAfter && page.items.length > 0;
    }
    positions[id] = { version, seq: after };
    await fill(id);
  }

  async function meet(conversation: MyConversation): Promise<void> {
    const { id, version, lastSeq } = conversation;
    const known = positions[id];
    if (known) return known.version < version ? fill(id) : undefined;
    if (isReturning) return begin(conversation);
    positions[id] = { version, seq: lastSeq };
  }

  return {
    /** After every connection, and whenever the server says that something may be missing. */
    async all(): Promise<void> {
      const { conversations, threadIds } = await call('sync', {});
      for (const conversation of conversations) await meet(conversation);
      for (const id of threadIds) if (positions[id]) await fill(id);
      isReturning = true;
    },
    async live({ conversationId, items }: EventData<'changes'>): Promise<void> {
      const known = positions[conversationId];
      const [first] = items;
      if (known && first && first.version > known.version + 1) await fill(conversationId);
      for (const message of items) await give(message);
    },
  };
}
