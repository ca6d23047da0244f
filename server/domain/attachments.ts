import {
  type FileListQuery,
  type FileText,
  type MessageFile,
  messageFile,
  type SentFile,
} from '#contract/files.ts';
import type { ConversationId, FileId, MessageId, UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import type { List } from '#contract/lists.ts';
import { type Query, queryRow, queryRows } from '#platform/database.ts';
import { endOfWhole } from '#platform/file-types.ts';
import { files } from '#platform/files.ts';
import type { Actor } from './actor.ts';
import { decodeTimeCursor, pageOf } from './cursors.ts';
import { type FileRow, fileColumns, fileJson, toMessageFile, unsent } from './file-rows.ts';
import { findSeen, noFile } from './files.ts';
import { type Change, changeMessage } from './message-changes.ts';
import { refuseLateEdit } from './message-edits.ts';
import { findPermitted } from './permissions.ts';
import { finishUpload } from './uploads.ts';

type OfFile = { id: FileId };

/** What a file is; an upload of the caller's of which all has come is ended for it. Throws `not_found`. */
export async function getFileInfo(actor: Actor, { id }: OfFile): Promise<MessageFile> {
  const row = await findSeen(actor, id);
  return row ? toMessageFile(row) : finishUpload(actor, id);
}

/** The beginning of a text, in whole lines where it has any. Throws `not_found`, also for what is no text. */
export async function getFileText(actor: Actor, { id }: OfFile): Promise<FileText> {
  const row = await findSeen(actor, id);
  const file = row?.kind === 'text' ? await files().open(id) : null;
  if (!file) throw noFile();
  const isWhole = file.bytes <= limits.fileText;
  const bytes = await readAll(file.read(0, limits.fileText - 1));
  // What does not end within a character here may do so further on: that is no reason not to show it.
  const text = new TextDecoder().decode(isWhole ? bytes : bytes.subarray(0, endOfWhole(bytes)));
  const lines = isWhole ? -1 : text.lastIndexOf('\n');
  return { text: (lines > 0 ? text.slice(0, lines + 1) : text).replaceAll('\u0000', '\uFFFD'), isWhole };
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/**
 * Says what there is to see in a file: its uploader's to say until it is sent, and then of whoever may edit the message,
 * which changes with it. Throws `not_found` and `forbidden`.
 */
export async function updateFile(actor: Actor, { id, alt }: OfFile & { alt: string }): Promise<MessageFile> {
  const own = await queryRow<FileRow>(
    'file-describe',
    `UPDATE file f SET alt = $3 WHERE f.id = $1 AND f.owner_id = $2 AND ${unsent} RETURNING ${fileColumns}`,
    [id, actor.userId, alt],
  );
  if (own) return toMessageFile(own);
  const sent = (await findSeen(actor, id)) && (await messagesOf(id));
  const [first, ...copies] = sent ?? [];
  if (!first) throw noFile();
  const described = async ({ query, message: { id: messageId, createdAt } }: Change) => {
    const isNews = await noteAlt(query, messageId, id, alt);
    if (isNews) await refuseLateEdit(query, createdAt);
    return isNews;
  };
  const message = await changeMessage(actor, first, 'editMessage', described);
  for (const copy of copies) await changeMessage(actor, copy, 'editMessage', described);
  const changed = message.files.find((file) => file.id === id);
  if (!changed) throw noFile();
  return changed;
}

/** The messages that show a file: the one that it went with, and the copy of that. */
async function messagesOf(id: FileId): Promise<MessageId[]> {
  const rows = await queryRows<{ id: MessageId }>(
    'file-messages',
    `SELECT m.id FROM file f JOIN message m ON m.id IN (f.message_id, f.copy_id)
     WHERE f.id = $1 AND m.deleted_at IS NULL ORDER BY m.id = f.copy_id`,
    [id],
  );
  return rows.map((row) => row.id);
}

/** Whether that is news to the message. */
async function noteAlt(query: Query, messageId: MessageId, id: FileId, alt: string): Promise<boolean> {
  await query('UPDATE file SET alt = $2 WHERE id = $1', [id, alt]);
  const changed = await query(
    `UPDATE message m SET files = (
       SELECT jsonb_agg(CASE WHEN one.file->>'id' = $2 THEN one.file || jsonb_build_object('alt', $3::text) ELSE one.file END
         ORDER BY one.nth)
       FROM jsonb_array_elements(m.files) WITH ORDINALITY AS one(file, nth))
     WHERE m.id = $1 AND m.deleted_at IS NULL
       AND m.files @> jsonb_build_array(jsonb_build_object('id', $2::text))
       AND NOT m.files @> jsonb_build_array(jsonb_build_object('id', $2::text, 'alt', $3::text)) RETURNING 1`,
    [messageId, id, alt],
  );
  return changed.length > 0;
}

interface SentRow {
  id: FileId;
  file: unknown;
  message_id: MessageId;
  conversation_id: ConversationId;
  seq: number;
  root_seq: number | null;
  author_id: UserId;
  sent_at: Date;
}

/** The files of a conversation and its threads, whatever was sent last first. */
export async function listFiles(
  actor: Actor,
  { conversationId, kind, cursor, limit }: FileListQuery,
): Promise<List<SentFile>> {
  const conversation = await findPermitted(actor, conversationId);
  const [before, id] = decodeTimeCursor(cursor) ?? [null, null];
  const rows = await queryRows<SentRow>('file-list', selectSent, [
    ...[conversation.parent_id ?? conversationId, conversation.parent_id && conversationId],
    ...[kind ?? null, before, id, limit + 1],
  ]);
  return pageOf(rows, limit, toSentFile, (last) => [last.sent_at.toISOString(), last.id]);
}

/** By the index on conversation and time. A thread's are looked for among those of the conversation that it hangs on. */
const selectSent = `
SELECT f.id, ${fileJson} AS file, m.id AS message_id, m.conversation_id, m.seq, c.root_seq, m.author_id, f.sent_at
FROM file f JOIN message m ON m.id = coalesce(f.message_id, f.copy_id) JOIN conversation c ON c.id = m.conversation_id
WHERE f.conversation_id = $1 AND f.sent_at IS NOT NULL AND m.deleted_at IS NULL
  AND ($2::uuid IS NULL OR m.conversation_id = $2) AND ($3::text IS NULL OR f.kind = $3)
  AND ($4::timestamptz IS NULL OR (f.sent_at, f.id) < ($4, $5::uuid))
ORDER BY f.sent_at DESC, f.id DESC LIMIT $6`;

function toSentFile(row: SentRow): SentFile {
  return {
    file: messageFile.parse(row.file),
    messageId: row.message_id,
    conversationId: row.conversation_id,
    seq: row.seq,
    rootSeq: row.root_seq,
    authorId: row.author_id,
    sentAt: row.sent_at.toISOString(),
  };
}
