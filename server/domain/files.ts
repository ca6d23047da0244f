import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { type FileQuery, pictureSides, type UploadedFile } from '#contract/files.ts';
import { type FileId, fileId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { keepFile, receiveUpload, removeFile } from '#platform/files.ts';
import { encodePicture, type Picture, pictureType } from '#platform/pictures.ts';
import type { Actor } from './actor.ts';
import { knows } from './sight.ts';

/** What a file's small size is kept as. */
export function smallName(id: FileId): string {
  return `${id}-${pictureSides.small}`;
}

/**
 * Makes a picture of what is uploaded, and keeps it for a day, within which it is to be used. Throws `too_large`,
 * `invalid` for what is no picture, and `conflict` when too much of the caller's lies unused or is kept.
 */
export async function uploadPicture(actor: Actor, body: AsyncIterable<Uint8Array>): Promise<UploadedFile> {
  const upload = await receiveUpload(body, limits.pictureBytes);
  let picture: Picture;
  try {
    picture = await encodePicture(upload.path);
  } finally {
    await upload.discard();
  }
  const id = fileId.parse(uuidv7());
  try {
    await keepFile(id, picture.large);
    await keepFile(smallName(id), picture.small);
    return await transaction((query) => storePicture(query, actor.userId, id, picture));
  } catch (error) {
    await removeFile(id);
    await removeFile(smallName(id));
    throw error;
  }
}

async function storePicture(
  query: Query,
  ownerId: UserId,
  id: FileId,
  { large, small }: Picture,
): Promise<UploadedFile> {
  await lockOwner(query, ownerId);
  const [kept] = await query<{ unused: number; bytes: number }>(
    `SELECT count(*) FILTER (WHERE unused_since IS NOT NULL)::int AS unused, coalesce(sum(bytes), 0)::float8 AS bytes
     FROM file WHERE owner_id = $1`,
    [ownerId],
  );
  const bytes = large.length + small.length;
  if ((kept?.unused ?? 0) >= limits.unusedFiles || (kept?.bytes ?? 0) + bytes > limits.filesOfUser)
    throw new Refusal('conflict', 'Too many of your pictures lie here unused: try again tomorrow.');
  const side = pictureSides.large;
  await query(
    `INSERT INTO file (id, owner_id, purpose, type, bytes, sha256, width, height)
     VALUES ($1, $2, 'picture', $3, $4, $5, $6, $6)`,
    [id, ownerId, pictureType, bytes, createHash('sha256').update(large).digest(), side],
  );
  return { id, type: pictureType, bytes: large.length, width: side, height: side };
}

/** Files of one user are counted under the lock of their row. Throws `unauthenticated` for whoever may not come in. */
async function lockOwner(query: Query, id: UserId): Promise<void> {
  const rows = await query(
    'SELECT 1 FROM "user" WHERE id = $1 AND suspended_at IS NULL AND removed_at IS NULL FOR UPDATE',
    [id],
  );
  if (rows.length === 0) throw new Refusal('unauthenticated', 'Sign in first.');
}

/**
 * Puts a picture of the caller's in the place of another, in the transaction that writes down where. A file is used by
 * one thing at a time, so that it is clear when nothing uses it. Throws `not_found`, as for another's.
 */
export async function exchangePicture(
  query: Query,
  actor: Actor,
  next: FileId | null,
  previous: FileId | null,
): Promise<void> {
  if (next === previous) return;
  if (next !== null) {
    const taken = await query(
      `UPDATE file SET unused_since = NULL
       WHERE id = $1 AND owner_id = $2 AND purpose = 'picture' AND unused_since IS NOT NULL RETURNING 1`,
      [next, actor.userId],
    );
    if (taken.length === 0) throw new Refusal('not_found', 'There is no such picture: upload it again.');
  }
  if (previous !== null) await query('UPDATE file SET unused_since = now() WHERE id = $1', [previous]);
}

/** What is served of a file. */
export interface ServedFile {
  /** As server/platform/files.ts knows it. */
  name: string;
  type: string;
  /** The same as long as the bytes are the same. */
  tag: string;
}

interface FileRow {
  type: string;
  sha256: string;
  owner_id: UserId;
  of_workspace: boolean;
  of_owner: boolean;
}

/**
 * Finds a file that the caller may see: their own, the picture of somebody they see, the workspace's, which is shown to
 * whoever comes to sign in. Throws `not_found` for every other, and `unauthenticated` before signing in.
 */
export async function findFile(actor: Actor | null, { id, size }: FileQuery): Promise<ServedFile> {
  const row = await queryRow<FileRow>(
    'file-get',
    `SELECT f.type, encode(f.sha256, 'hex') AS sha256, f.owner_id,
       EXISTS (SELECT FROM workspace w WHERE w.picture_id = f.id) AS of_workspace,
       EXISTS (SELECT FROM "user" u WHERE u.id = f.owner_id AND u.picture_id = f.id) AS of_owner
     FROM file f WHERE f.id = $1`,
    [id],
  );
  const isPublic = row?.of_workspace ?? false;
  if (!(actor || isPublic)) throw new Refusal('unauthenticated', 'Sign in first.');
  if (!row || !(isPublic || (actor && (await maySee(actor, row)))))
    throw new Refusal('not_found', 'There is no such file.');
  return {
    name: size === undefined ? id : smallName(id),
    type: row.type,
    tag: size === undefined ? row.sha256 : `${row.sha256}-${size}`,
  };
}

async function maySee(actor: Actor, { owner_id, of_owner }: FileRow): Promise<boolean> {
  return owner_id === actor.userId || (of_owner && (await knows(actor, owner_id)));
}
