import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { tidyFileName } from '#contract/file-names.ts';
import type { FileClaims, MessageFile } from '#contract/files.ts';
import { type FileId, fileId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRow, queryRows, transaction } from '#platform/database.ts';
import { fileSettings, files, receiveUpload, tooLargeFile } from '#platform/files.ts';
import { adoptUpload, dropParts, gatherParts, receivedBytes, receivePart } from '#platform/upload-parts.ts';
import type { Actor } from './actor.ts';
import { type FileRow, fileColumns, namesOf, toMessageFile } from './file-rows.ts';
import { findSeen, lockOwner, noFile } from './files.ts';
import { type Made, makeOf } from './made-files.ts';

// Files for messages come in parts (tus) or in one request. A row of purpose `upload` says whose one is and how large it
// is to be, which counts from then on; once all of it is there, something is made of it, and the row is an `attachment`.

/** Uploads in parts may be as large together as so many of the largest files, of one user. */
const UNSENT_WHOLE = 20;

/** Begins an upload. Throws `too_large` beyond what a file or all of them may hold, `conflict` for too many unsent ones. */
export async function createUpload(actor: Actor, claims: FileClaims, size: number): Promise<FileId> {
  const { mostBytes } = fileSettings();
  if (size > mostBytes) throw tooLargeFile(mostBytes);
  if (size === 0) throw new Refusal('invalid', 'This file is empty.');
  const { name, alt = '', duration = null, width = 0, height = 0 } = claims;
  const id = fileId.parse(uuidv7());
  return transaction(async (query) => {
    await lockOwner(query, actor.userId);
    await requireRoom(query, actor.userId, size);
    await query(
      `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height, name, kind, size, duration, alt)
       VALUES ($1, $2, 'upload', 'application/octet-stream', $3, '', $4, $5, $6, 'other', $3, $7, $8)`,
      [id, actor.userId, size, width, height, tidyFileName(name), duration, alt],
    );
    return id;
  });
}

async function requireRoom(query: Query, ownerId: UserId, size: number): Promise<void> {
  const { mostBytes, quota } = fileSettings();
  const [own] = await query<{ count: number; bytes: number }>(
    `SELECT count(*)::int AS count, coalesce(sum(bytes), 0)::float8 AS bytes FROM file
     WHERE owner_id = $1 AND purpose <> 'picture' AND unused_since IS NOT NULL AND scheduled_id IS NULL`,
    [ownerId],
  );
  if (own && (own.count >= limits.unsentFiles || own.bytes + size > UNSENT_WHOLE * mostBytes))
    throw new Refusal('conflict', 'Many of your files lie here unsent: send some of them, or wait a day.');
  if (quota === null) return;
  await query(`SELECT pg_advisory_xact_lock(hashtext('files'))`, []);
  const [all] = await query<{ bytes: number }>(
    'SELECT ((SELECT coalesce(sum(bytes), 0) FROM file) + (SELECT coalesce(sum(image_bytes), 0) FROM link_preview))::float8 AS bytes',
    [],
  );
  if ((all?.bytes ?? 0) + size > quota)
    throw new Refusal('too_large', 'There is no room for this file: the files of this workspace fill it up.');
}

/** An upload of the caller's that has not ended. */
export interface OpenUpload {
  id: FileId;
  name: string;
  size: number;
  received: number;
}

/**
 * Finds an upload; one that has ended has received all. Throws `not_found`, as for another's, and for what went with a
 * message that the actor does not see any more.
 */
export async function findUpload(actor: Actor, id: FileId): Promise<OpenUpload> {
  const row = await queryRow<{ name: string; size: number; purpose: string; is_sent: boolean }>(
    'upload-get',
    `SELECT name, size, purpose, unused_since IS NULL AS is_sent FROM file WHERE id = $1 AND owner_id = $2 AND purpose IN ('upload', 'attachment')`,
    [id, actor.userId],
  );
  if (!row || (row.is_sent && !(await findSeen(actor, id)))) throw noFile();
  const { name, size, purpose } = row;
  return { id, name, size, received: purpose === 'upload' ? await receivedBytes(id) : size };
}

/**
 * Writes a part of an upload that `findUpload` gave, from the position on that its sender named; gives what has been
 * received by then. The part ends where the upload does: whoever reads the request sees to that by the same position.
 */
export async function continueUpload(
  { id, size, received }: OpenUpload,
  part: AsyncIterable<Uint8Array>,
  from: number,
): Promise<number> {
  if (received === size) return size;
  if (from > received) throw new Refusal('conflict', 'This is not where the upload goes on.');
  return receivePart(id, part, from);
}

/** Gives an upload up that has not ended, or a file that went with no message. */
export async function dropUpload(actor: Actor, id: FileId): Promise<void> {
  const rows = await queryRows(
    'upload-drop',
    `DELETE FROM file WHERE id = $1 AND owner_id = $2 AND purpose IN ('upload', 'attachment')
       AND message_id IS NULL AND copy_id IS NULL AND scheduled_id IS NULL AND unused_since IS NOT NULL RETURNING 1`,
    [id, actor.userId],
  );
  if (rows.length === 0) throw noFile();
  await dropParts(id);
  await removeKept(id);
}

/** Removes all that is kept of a file. */
export async function removeKept(id: FileId): Promise<void> {
  for (const name of namesOf(id)) await files().remove(name);
}

/** Takes a file in one request. Throws as `createUpload`, and `invalid` when it is cut off. */
export async function uploadFile(
  actor: Actor,
  claims: FileClaims,
  body: AsyncIterable<Uint8Array>,
): Promise<MessageFile> {
  const upload = await receiveUpload(body, fileSettings().mostBytes);
  try {
    const id = await createUpload(actor, claims, upload.bytes);
    await adoptUpload(id, upload);
    return await finishUpload(actor, id);
  } finally {
    await upload.discard();
  }
}

/** Uploads that are being ended here. */
const ending = new Map<FileId, Promise<MessageFile>>();

/**
 * Makes a file of an upload of which all has come: of an image one that is safe to show. Asked again, also of another
 * instance, it gives the same file. Throws `conflict` while something is missing, and `invalid` for an image that is
 * refused, whose upload is over then.
 */
export function finishUpload(actor: Actor, id: FileId): Promise<MessageFile> {
  const running = ending.get(id);
  // Only whoever owns it gets as far as this.
  if (running) return findUpload(actor, id).then(() => running);
  const own = finish(actor, id).finally(() => ending.delete(id));
  ending.set(id, own);
  return own;
}

async function finish(actor: Actor, id: FileId): Promise<MessageFile> {
  const { size, received, name } = await findUpload(actor, id);
  const known = await findOwn(actor, id);
  if (known) return toMessageFile(known);
  if (received !== size)
    throw new Refusal('conflict', `Of this file ${received} of ${size} bytes have come.`);
  const upload = await gatherParts(id);
  try {
    const made = await makeOf(id, upload.path, actor.userId);
    await transaction((query) => query(endUpload, valuesOf(id, made, name)));
  } catch (error) {
    // Another instance may have ended it meanwhile, and taken its bytes.
    const ended = await findOwn(actor, id);
    if (ended) return toMessageFile(ended);
    if (error instanceof Refusal && error.code === 'invalid') await dropUpload(actor, id);
    throw error;
  }
  await upload.discard();
  const row = await findOwn(actor, id);
  if (row) return toMessageFile(row);
  // It was given up, or swept away, meanwhile.
  await removeKept(id);
  throw noFile();
}

/** What its uploader said of sound and moving pictures is kept; of all else it would mean nothing. */
const endUpload = `
UPDATE file SET purpose = 'attachment', type = $2, kind = $3, bytes = $4, size = $5, sha256 = $6,
  width = CASE $3 WHEN 'image' THEN $7 WHEN 'video' THEN width ELSE 0 END,
  height = CASE $3 WHEN 'image' THEN $8 WHEN 'video' THEN height ELSE 0 END,
  duration = CASE WHEN $3 IN ('audio', 'video') THEN duration END,
  name = $9, is_animated = $10, has_preview = $11, unused_since = now()
WHERE id = $1 AND purpose = 'upload'`;

function valuesOf(id: FileId, made: Made, name: string): unknown[] {
  const { type, kind, keptBytes, size, sha256, width, height, isAnimated, hasPreview } = made;
  return [
    ...[id, type, kind, keptBytes, size, sha256, width, height],
    ...[made.nameOf(name), isAnimated, hasPreview],
  ];
}

function findOwn(actor: Actor, id: FileId): Promise<FileRow | null> {
  return queryRow<FileRow>(
    'file-own',
    `SELECT ${fileColumns} FROM file f WHERE f.id = $1 AND f.owner_id = $2 AND f.purpose = 'attachment'`,
    [id, actor.userId],
  );
}
