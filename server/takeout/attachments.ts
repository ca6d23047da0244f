import type pg from 'pg';
import type { ArchiveWriter } from '#backup/archive-writer.ts';
import { Refusal } from '#contract/errors.ts';
import { messageFile } from '#contract/files.ts';
import { type FileId, fileId } from '#contract/ids.ts';
import { fileJson } from '#domain/file-rows.ts';
import { makeOf } from '#domain/made-files.ts';
import { files, receiveUpload } from '#platform/files.ts';
import { attachmentBytes, attachmentName, type Manifest } from './format.ts';
import { incoherent } from './import-checks.ts';
import type { CheckedExport } from './read-export.ts';

type Attachment = Manifest['attachments'][number];

/** Of some conversations, or of what one user wrote. */
const selectAttachments = `
SELECT f.id, f.message_id AS "messageId", f.copy_id AS "copyId"
FROM file f JOIN message m ON m.id = coalesce(f.message_id, f.copy_id)
WHERE m.deleted_at IS NULL AND (m.conversation_id = ANY($1) OR m.author_id = $2) ORDER BY f.id`;

/** Writes the files that went with messages, and gives what the manifest says of them. */
export async function writeAttachments(
  session: pg.Client,
  archive: ArchiveWriter,
  of: { conversationIds: string[] } | { authorId: string | null },
  signal: AbortSignal | undefined,
): Promise<Attachment[]> {
  const { rows } = await session.query<{ id: FileId; messageId: string | null; copyId: string | null }>(
    selectAttachments,
    'authorId' in of ? [[], of.authorId] : [of.conversationIds, null],
  );
  const written: Attachment[] = [];
  for (const { id, messageId, copyId } of rows) {
    signal?.throwIfAborted();
    const file = await files().open(id);
    // It was removed since, or never came here: the export goes on without it.
    if (!file) continue;
    const name = attachmentName(id);
    const sha256 = await archive.addStream(name, file.read(), file.bytes);
    written.push({ name, messageId, copyId, bytes: file.bytes, sha256 });
  }
  return written;
}

/** What the message that a file went with says of it. */
const selectTold = `
SELECT m.id, m.author_id, m.created_at, coalesce(c.parent_id, c.id) AS home, one.file
FROM message m JOIN conversation c ON c.id = m.conversation_id, jsonb_array_elements(m.files) AS one(file)
WHERE m.id = coalesce($1::uuid, $2::uuid) AND one.file->>'id' = $3`;

/**
 * Makes the files of an export anew, as an upload is: nothing of an image that somebody gives us is served as it is, and
 * what each file is, its bytes say. Doing it again changes nothing. Throws SetupError for one that no message has.
 */
export async function loadAttachments(session: pg.Client, { manifest, file }: CheckedExport): Promise<void> {
  for (const attachment of manifest.attachments)
    await loadAttachment(session, attachment, file(attachment.name));
}

async function loadAttachment(
  session: pg.Client,
  { name, messageId, copyId }: Attachment,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const id = fileId.parse(name.slice(attachmentName('').length));
  if ((await session.query('SELECT 1 FROM file WHERE id = $1', [id])).rowCount) return;
  const { rows } = await session.query(selectTold, [messageId, copyId, id]);
  const told = messageFile.safeParse(rows[0]?.file);
  if (!told.success) throw incoherent(`${name} belongs to no message`);
  const { author_id: authorId, created_at: sentAt, home } = rows[0];
  const upload = await receiveUpload(content, attachmentBytes);
  try {
    const made = await makeOf(id, upload.path, 'import');
    const { name: called, alt, duration, width, height } = told.data;
    const [across, down] = made.kind === 'image' ? [made.width, made.height] : [width ?? 0, height ?? 0];
    await session.query(
      `WITH made AS (
         INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height, unused_since, name, kind, size,
           duration, is_animated, has_preview, alt, message_id, copy_id, conversation_id, sent_at)
         VALUES ($1, $2, 'attachment', $3, $4, $5, $6, $7, NULL, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         RETURNING *)
       UPDATE message m SET files = (
         SELECT jsonb_agg(CASE WHEN one.file->>'id' = f.id::text THEN ${fileJson} ELSE one.file END ORDER BY one.nth)
         FROM jsonb_array_elements(m.files) WITH ORDINALITY AS one(file, nth), made f)
       FROM made g WHERE m.id IN (g.message_id, g.copy_id) AND m.files IS NOT NULL`,
      [
        ...[
          id,
          authorId,
          made.type,
          made.keptBytes,
          made.sha256,
          across,
          down,
          made.nameOf(called),
          made.kind,
        ],
        ...[made.size, duration, made.isAnimated, made.hasPreview, alt, messageId, copyId, home, sentAt],
      ],
    );
  } catch (error) {
    if (error instanceof Refusal) throw incoherent(`${name}: ${error.message}`);
    throw error;
  } finally {
    await upload.discard();
  }
}
