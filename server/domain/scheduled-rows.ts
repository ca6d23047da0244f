import { Refusal } from '#contract/errors.ts';
import type { ClientId, ConversationId, ScheduledId, UserId } from '#contract/ids.ts';
import type { ScheduledMessage } from '#contract/scheduled.ts';

export interface ScheduledRow {
  id: ScheduledId;
  user_id: UserId;
  client_id: ClientId;
  conversation_id: ConversationId;
  body: string;
  also_in_parent: boolean;
  send_at: Date;
  state: 'waiting' | 'sending' | 'refused';
  refusal: string;
  created_at: Date;
}

/** The columns of a scheduled message `s`. */
export const scheduledColumns =
  's.id, s.user_id, s.client_id, s.conversation_id, s.body, s.also_in_parent, s.send_at, s.state, s.refusal, s.created_at';

export function toScheduled(row: ScheduledRow): ScheduledMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    body: row.body,
    alsoInParent: row.also_in_parent,
    sendAt: row.send_at.toISOString(),
    refusal: row.state === 'refused' ? row.refusal : null,
    createdAt: row.created_at.toISOString(),
  };
}

export function noScheduled(): Refusal {
  return new Refusal('not_found', 'There is no such message: it may have been sent.');
}

export function isBeingSent(): Refusal {
  return new Refusal('conflict', 'This message is being sent.');
}
