import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type pg from 'pg';
import type { ArchiveWriter } from '#backup/archive-writer.ts';
import { Refusal } from '#contract/errors.ts';
import { pictureSides } from '#contract/files.ts';
import { type FileId, fileId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { smallName } from '#domain/files.ts';
import { files, receiveUpload } from '#platform/files.ts';
import { encodePicture, type Picture, pictureType } from '#platform/pictures.ts';
import { fileName, type Manifest } from './format.ts';
import { incoherent } from './import-checks.ts';
import type { CheckedExport } from './read-export.ts';

/** Writes the pictures that are in use, everybody's (null) or one user's, and gives what the manifest says of them. */
export async function writePictures(
  session: pg.Client,
  archive: ArchiveWriter,
  ownerId: string | null,
): Promise<Manifest['files']> {
  const { rows } = await session.query<{ id: FileId; owner_id: string }>(
    `SELECT id, owner_id FROM file
     WHERE purpose = 'picture' AND unused_since IS NULL AND ($1::uuid IS NULL OR owner_id = $1) ORDER BY id`,
    [ownerId],
  );
  const written: Manifest['files'] = [];
  for (const { id, owner_id } of rows) {
    const content = await readPicture(id);
    // It was removed since, or never came here: the export goes on without it.
    if (!content) continue;
    const name = fileName(id);
    await archive.add(name, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    written.push({ name, ownerId: owner_id, bytes: content.length, sha256 });
  }
  return written;
}

async function readPicture(id: FileId): Promise<Buffer | null> {
  const file = await files().open(id);
  if (file && file.bytes <= limits.pictureBytes) return buffer(file.read());
  await file?.close();
  return null;
}

/**
 * Makes the pictures of an export anew, as an upload is: nothing of a file that somebody gives us is served as it is.
 * Doing it again changes nothing. Throws SetupError for what is no picture.
 */
export async function loadPictures(session: pg.Client, { manifest, file }: CheckedExport): Promise<void> {
  for (const { name, ownerId } of manifest.files) {
    const id = fileId.parse(name.slice(fileName('').length));
    const picture = await encoded(name, file(name));
    await files().keep(id, picture.large);
    await files().keep(smallName(id), picture.small);
    await session.query(
      `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height, unused_since)
       VALUES ($1, $2, 'picture', $3, $4, $5, $6, $6, NULL) ON CONFLICT (id) DO NOTHING`,
      [
        ...[id, ownerId, pictureType, picture.large.length + picture.small.length],
        ...[createHash('sha256').update(picture.large).digest(), pictureSides.large],
      ],
    );
  }
}

async function encoded(name: string, content: AsyncIterable<Buffer>): Promise<Picture> {
  const upload = await receiveUpload(content, limits.pictureBytes);
  try {
    return await encodePicture(upload.path, 'import');
  } catch (error) {
    if (error instanceof Refusal) throw incoherent(`${name} is no picture`);
    throw error;
  } finally {
    await upload.discard();
  }
}
