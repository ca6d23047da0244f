import type { ConversationId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { Message } from '#contract/messages.ts';
import { queryRows } from '#platform/database.ts';
import { afterAnswer, live } from '#platform/events.ts';
import { noteDeletion, noteForAlerts } from './alert-follower.ts';
import { countFitting } from './answer-bytes.ts';
import {
  type ConversationRow,
  selectConversations,
  selectMemberships,
  toConversation,
} from './conversation-rows.ts';
import { pokeHooks } from './hook-poke.ts';
import { mostBytes } from './message-rows.ts';
import { toMyConversation } from './my-conversation.ts';
import type { Permitted } from './permissions.ts';
import { noteForIndex } from './search-indexer.ts';

type MembershipRow = ConversationRow & { user_id: UserId };

/** Announces a conversation's facts to everyone in it. `row` is what the transaction left. */
export function announceConversation(row: ConversationRow): void {
  live().publish({ conversation: row.id }, 'conversation', toConversation(row));
}

/**
 * Subscribes new members to a conversation, gives it to each of them, and its new facts to those who were in it
 * before. The rows are read after the subscription, all in one statement, so that their `version` covers whatever was
 * published in between.
 */
export function announceJoined(userIds: UserId[], conversationId: ConversationId): void {
  for (const userId of userIds) live().subscribe(userId, conversationId);
  afterAnswer(async () => {
    const rows = await queryRows<MembershipRow>(
      'conversation-memberships',
      `${selectMemberships} WHERE c.id = $1 AND mine.user_id = ANY($2)`,
      [conversationId, userIds],
    );
    const joined = new Map(rows.map((row) => [row.user_id, row]));
    for (const userId of userIds) {
      const row = joined.get(userId);
      // Removed again in between: what subscribed them came after what unsubscribed them.
      if (row) live().publish({ user: userId }, 'conversation', toMyConversation(row, { userId }));
      else live().unsubscribe(userId, conversationId);
    }
    const [row] = rows;
    if (row && row.member_count > rows.length) announceConversation(row);
  });
}

/** Members who are told at a time. */
const TOLD_AT_ONCE = 500;

/** Announces a conversation to each of its members as they have it by then: what they may do with it has changed. */
export function announceMemberships(conversationId: ConversationId): void {
  afterAnswer(async () => {
    let last: UserId | null = null;
    do {
      const rows: MembershipRow[] = await queryRows<MembershipRow>(
        'conversation-members-told',
        `${selectMemberships} WHERE c.id = $1 AND ($2::uuid IS NULL OR mine.user_id > $2)
         ORDER BY mine.user_id LIMIT ${TOLD_AT_ONCE}`,
        [conversationId, last],
      );
      for (const { user_id: userId, ...row } of rows)
        live().publish({ user: userId }, 'conversation', toMyConversation(row, { userId }));
      last = rows.length < TOLD_AT_ONCE ? null : (rows.at(-1)?.user_id ?? null);
    } while (last !== null);
  });
}

/**
 * Unsubscribes a user from a conversation that they are no longer in, and announces that to them; and from its threads
 * that they followed: whoever is left in one of these receives the new count.
 */
export function announceLeft(
  userId: UserId,
  conversationId: ConversationId,
  threads: ConversationId[],
): void {
  for (const id of [conversationId, ...threads]) live().unsubscribe(userId, id);
  live().publish({ user: userId }, 'conversation:left', { id: conversationId });
  if (threads.length === 0) return;
  afterAnswer(async () => {
    const rows = await queryRows<ConversationRow>(
      'conversation-threads-left',
      `${selectConversations} WHERE c.id = ANY($2)`,
      [userId, threads],
    );
    for (const row of rows) announceConversation(row);
  });
}

/** Unsubscribes a user from a thread that they follow no more and may still see. `row` is what the transaction left. */
export function announceUnfollowed(row: ConversationRow, user: Permitted): void {
  live().unsubscribe(user.userId, row.id);
  live().publish({ user: user.userId }, 'conversation', toMyConversation(row, user));
}

/**
 * Announces new and changed messages of one conversation by `version`: as one event, or as several when they would
 * take more than one answer's bytes.
 */
export function announceChanges(conversationId: ConversationId, messages: Message[]): void {
  noteForIndex(conversationId);
  noteForAlerts(conversationId);
  if (messages.some(({ deletedAt }) => deletedAt !== null)) noteDeletion(conversationId);
  pokeHooks.poke();
  let rest = messages.toSorted((left, right) => left.version - right.version);
  while (rest.length > 0) {
    const count = countFitting(rest, limits.answerBytes, mostBytes);
    live().publish({ conversation: conversationId }, 'changes', {
      conversationId,
      items: rest.slice(0, count),
    });
    rest = rest.slice(count);
  }
}
