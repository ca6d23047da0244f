import type { MyConversation } from '#contract/conversations.ts';

/** What changes with every message, and with every reading of one. */
type Counts =
  | 'lastSeq'
  | 'lastMessageAt'
  | 'version'
  | 'lastReadSeq'
  | 'readVersion'
  | 'skipped'
  | 'mentioned'
  | 'unread'
  | 'mentions';

/** A conversation without its counts. */
export type ConversationFacts = Omit<MyConversation, Counts>;

const known = new WeakMap<MyConversation, ConversationFacts>();

/** What a conversation says of itself beside its counts; for the same conversation the same object. */
export function factsOf(conversation: MyConversation): ConversationFacts {
  const before = known.get(conversation);
  if (before) return before;
  const {
    lastSeq: _lastSeq,
    lastMessageAt: _lastMessageAt,
    version: _version,
    lastReadSeq: _lastReadSeq,
    readVersion: _readVersion,
    skipped: _skipped,
    mentioned: _mentioned,
    unread: _unread,
    mentions: _mentions,
    ...facts
  } = conversation;
  known.set(conversation, facts);
  return facts;
}
