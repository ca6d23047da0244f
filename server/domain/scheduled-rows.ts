import { Refusal } from '#contract/errors.ts';
import { type MessageFile, messageFile } from '#contract/files.ts';
import type { ClientId, ConversationId, FileId, ScheduledId, UserId } from '#contract/ids.ts';
import type { ScheduledMessage } from '#contract/scheduled.ts';
import { fileJson } from './file-rows.ts';

export interface ScheduledRow {
  id: ScheduledId;
  user_id: UserId;
  client_id: ClientId;
  conversation_id: ConversationId;
  body: string;
  also_in_parent: boolean;
  file_ids: FileId[];
  /** What is told of these, as JSON. */
  files: unknown[];
  send_at: Date;
  state: 'waiting' | 'sending' | 'refused';
  refusal: string;
  created_at: Date;
}

/** The columns of a scheduled message `s`. */
export const scheduledColumns = `s.id, s.user_id, s.client_id, s.conversation_id, s.body, s.also_in_parent, s.file_ids,
  s.send_at, s.state, s.refusal, s.created_at, ARRAY(
    SELECT ${fileJson} FROM file f WHERE f.id = ANY(s.file_ids) AND f.scheduled_id = s.id
    ORDER BY array_position(s.file_ids, f.id)) AS files`;

export function toScheduled(row: ScheduledRow): ScheduledMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    body: row.body,
    alsoInParent: row.also_in_parent,
    files: row.files.map((file): MessageFile => messageFile.parse(file)),
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
