import type { ConversationId, UserId } from '#contract/ids.ts';
import type { ReadState, UnreadState } from '#contract/reads.ts';
import { queryRow } from '#platform/database.ts';
import { afterAnswer, live } from '#platform/events.ts';
import { type ConversationRow, selectJoined } from './conversation-rows.ts';

/**
 * What the caller's position in a conversation leaves unread; nothing, where they have not joined. In direct
 * conversations every message asks for its reader.
 */
export function unreadStateOf(row: ConversationRow): UnreadState {
  const skipped = row.skipped ?? [];
  const unread = Math.max(0, row.last_seq - (row.last_read_seq ?? row.last_seq) - skipped.length);
  return {
    readVersion: row.read_version ?? 0,
    skipped,
    mentioned: row.mentioned ?? [],
    unread,
    mentions: row.kind === 'direct' ? unread : (row.mentioned ?? []).length,
  };
}

export function readStateOf(row: ConversationRow): ReadState {
  const { id: conversationId, last_seq: lastSeq, version } = row;
  return { conversationId, seq: row.last_read_seq ?? lastSeq, version, ...unreadStateOf(row) };
}

/** Announces a user's position, as it is by then, to their devices once the call that is running has been answered. */
export function announceRead(userId: UserId, conversationId: ConversationId): void {
  afterAnswer(async () => {
    const row = await queryRow<ConversationRow>('read-state', `${selectJoined} WHERE c.id = $2`, [
      userId,
      conversationId,
    ]);
    if (row) live().publish({ user: userId }, 'read', readStateOf(row));
  });
}
