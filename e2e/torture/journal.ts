import type { Message } from '#contract/messages.ts';

/** One message that a client meant to send, once. */
export interface Intent {
  clientId: string;
  /** The client, not the user: order is promised for each sender. */
  sender: string;
  authorId: string;
  conversationId: string;
  body: string;
  /** In a thread: a copy goes to its parent. */
  alsoInParent: boolean;
  /** Where the acknowledgement said that it is. Null: acknowledged by its own event, outside the window. */
  position: { id: string; seq: number } | null;
  acknowledged: boolean;
}

export interface ReactionChange {
  messageId: string;
  userId: string;
  emoji: string;
  isThere: boolean;
}

export interface SavedState {
  userId: string;
  messageId: string;
  isSaved: boolean;
  remindAt: string | null;
}

/** Two answers of the server that cannot both be true. */
export class Contradiction extends Error {
  override readonly name = 'Contradiction';
}

/** What the clients meant to do, and what the server said it did. The promise is about what stands here. */
export interface Journal {
  /** By clientId, in order of sending. */
  intents: Map<string, Intent>;
  /** Messages of which somebody makes a thread, by conversation. */
  threads: Map<string, { id: string; seq: number }[]>;
  /** Ids of the newest acknowledged messages, by conversation. */
  newest: Map<string, string[]>;
  /** The last acknowledged text of each edited message, by its id. */
  edits: Map<string, string>;
  /** Ids of messages whose deletion was acknowledged. */
  deletions: Set<string>;
  /** Ids of messages that the server called deleted when it refused a change of theirs. */
  saidDeleted: Set<string>;
  /** Ids of messages that were brought back after their deletion: they were deleted for a while. */
  restored: Set<string>;
  /** The last acknowledged change of each user's reaction, by message, emoji and user. */
  reactions: Map<string, ReactionChange>;
  /** Who pinned each message that is pinned, by its id, as the last acknowledgement left it. */
  pins: Map<string, string>;
  /** What each user saved, and removed from that, by user and message, as the last acknowledgement left it. */
  saved: Map<string, SavedState>;
  /** Whether a channel that was archived still is. */
  archived: Map<string, boolean>;
  counts: {
    sent: number;
    acknowledged: number;
    repeated: number;
    retried: number;
    edited: number;
    deleted: number;
    restored: number;
    /** Changes that an outbox carried out. */
    byOutbox: number;
    reacted: number;
    /** Threads opened, replies in them, and those that went to the parent too. */
    threads: number;
    replied: number;
    copied: number;
    /** Threads followed or left by hand, and read positions moved. */
    followed: number;
    moved: number;
    /** Messages pinned and unpinned, saved and removed, and channels archived and taken back. */
    pinned: number;
    saved: number;
    archived: number;
  };
}

/** How many of the newest messages of a conversation users react to. */
const newestMost = 40;

export function createJournal(): Journal {
  return {
    intents: new Map(),
    threads: new Map(),
    newest: new Map(),
    edits: new Map(),
    deletions: new Set(),
    saidDeleted: new Set(),
    restored: new Set(),
    reactions: new Map(),
    pins: new Map(),
    saved: new Map(),
    archived: new Map(),
    counts: {
      sent: 0,
      acknowledged: 0,
      repeated: 0,
      retried: 0,
      edited: 0,
      deleted: 0,
      restored: 0,
      byOutbox: 0,
      reacted: 0,
      ...{ threads: 0, replied: 0, copied: 0, followed: 0, moved: 0 },
      ...{ pinned: 0, saved: 0, archived: 0 },
    },
  };
}

type NewIntent = Omit<Intent, 'position' | 'acknowledged' | 'alsoInParent'> & { alsoInParent?: boolean };

export function noteIntent(journal: Journal, intent: NewIntent): Intent {
  const noted: Intent = { alsoInParent: false, ...intent, position: null, acknowledged: false };
  journal.intents.set(intent.clientId, noted);
  journal.counts.sent += 1;
  return noted;
}

/** Takes down an acknowledgement. Throws Contradiction when an earlier one of the same message said otherwise. */
export function noteAcknowledgement(journal: Journal, intent: Intent, message: Message | null): void {
  if (!intent.acknowledged) journal.counts.acknowledged += 1;
  intent.acknowledged = true;
  if (!message) return;
  const { clientId, conversationId } = intent;
  if (message.clientId !== clientId || message.conversationId !== conversationId)
    throw new Contradiction(
      `The message ${clientId} was acknowledged as another one: ${JSON.stringify(message)}`,
    );
  const { id, seq } = message;
  if (intent.position && (intent.position.id !== id || intent.position.seq !== seq))
    throw new Contradiction(
      `The message ${clientId} was acknowledged twice, as seq ${intent.position.seq} and as seq ${seq}`,
    );
  if (!intent.position) {
    const newest = journal.newest.get(conversationId) ?? [];
    newest.push(id);
    if (newest.length > newestMost) newest.shift();
    journal.newest.set(conversationId, newest);
  }
  intent.position = { id, seq };
}

export function noteReaction(journal: Journal, change: ReactionChange): void {
  journal.reactions.set(`${change.messageId} ${change.emoji} ${change.userId}`, change);
  journal.counts.reacted += 1;
}

export function notePin(journal: Journal, messageId: string, by: string | null): void {
  if (by === null) journal.pins.delete(messageId);
  else journal.pins.set(messageId, by);
  journal.counts.pinned += 1;
}

/** `remindAt` left out: the reminder stays as it was. */
export function noteSaved(
  journal: Journal,
  {
    userId,
    messageId,
    isSaved,
    remindAt,
  }: Omit<SavedState, 'remindAt'> & { remindAt?: string | null | undefined },
): void {
  const key = `${userId} ${messageId}`;
  const before = journal.saved.get(key);
  const kept = before?.isSaved ? before.remindAt : null;
  const reminder = isSaved && remindAt !== undefined ? remindAt : kept;
  journal.saved.set(key, { userId, messageId, isSaved, remindAt: reminder });
  journal.counts.saved += 1;
}

/** What is sent for an intent, each time the same. */
export function sendingOf({ conversationId, clientId, body, alsoInParent }: Intent) {
  return { conversationId, clientId, body, ...(alsoInParent ? { alsoInParent: true as const } : {}) };
}
