import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#contract/errors.ts';
import { withEnding } from '#contract/file-names.ts';
import { type FileQuery, imageSides, pictureSides, type UploadedFile } from '#contract/files.ts';
import { type FileId, fileId, type UserId } from '#contract/ids.ts';
import { limits } from '#contract/limits.ts';
import { type Query, queryRow, transaction } from '#platform/database.ts';
import { files, receiveUpload } from '#platform/files.ts';
import { encodePicture, type Picture, pictureType } from '#platform/pictures.ts';
import type { Actor } from './actor.ts';
import { visible } from './conversation-rows.ts';
import { type FileRow, fileColumns, sizes } from './file-rows.ts';
import { isShownTo } from './preview-images.ts';
import { findReported } from './reported-files.ts';
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
    picture = await encodePicture(upload.path, actor.userId);
  } finally {
    await upload.discard();
  }
  const id = fileId.parse(uuidv7());
  try {
    await files().keep(id, picture.large);
    await files().keep(smallName(id), picture.small);
    return await transaction((query) => storePicture(query, actor.userId, id, picture));
  } catch (error) {
    await files().remove(id);
    await files().remove(smallName(id));
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
     FROM file WHERE owner_id = $1 AND purpose = 'picture'`,
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
export async function lockOwner(query: Query, id: UserId): Promise<void> {
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
  /** What it is called where it is saved. */
  saveAs: string;
  /** Whether a browser may show or play it by itself. */
  isShown: boolean;
  /** Whether everybody who knows the address may keep what it gave. */
  isLasting: boolean;
}

interface PictureRow {
  type: string;
  sha256: string;
  owner_id: UserId;
  of_workspace: boolean;
  of_owner: boolean;
}

/**
 * Finds a file that the caller may see: their own, a message's that they may read or that was reported to them, the picture of somebody they see, the
 * workspace's, which is shown to whoever comes to sign in. Throws `not_found` for every other, and `unauthenticated`
 * before signing in.
 */
export async function findFile(actor: Actor | null, query: FileQuery): Promise<ServedFile> {
  if (actor && query.messageId !== undefined) {
    if (query.size !== undefined || !(await isShownTo(actor, query))) throw noFile();
    const { id } = query;
    return { name: id, type: pictureType, tag: id, saveAs: 'preview.webp', isShown: true, isLasting: false };
  }
  if (actor && query.reportId !== undefined) {
    const reported = servedOf(await findReported(actor, query), query);
    if (reported) return reported;
    throw noFile();
  }
  const served =
    (await findPicture(actor, query)) ?? (actor && servedOf(await findSeen(actor, query.id), query));
  if (served) return served;
  throw actor ? noFile() : new Refusal('unauthenticated', 'Sign in first.');
}

async function findPicture(actor: Actor | null, { id, size }: FileQuery): Promise<ServedFile | null> {
  if (size !== undefined && size !== '64') return null;
  const row = await queryRow<PictureRow>(
    'file-get',
    `SELECT f.type, encode(f.sha256, 'hex') AS sha256, f.owner_id,
       EXISTS (SELECT FROM workspace w WHERE w.picture_id = f.id) AS of_workspace,
       EXISTS (SELECT FROM "user" u WHERE u.id = f.owner_id AND u.picture_id = f.id) AS of_owner
     FROM file f WHERE f.id = $1 AND f.purpose = 'picture'`,
    [id],
  );
  if (!(row && (row.of_workspace || (actor && (await maySee(actor, row)))))) return null;
  return {
    name: size === undefined ? id : smallName(id),
    type: row.type,
    tag: size === undefined ? row.sha256 : `${row.sha256}-${size}`,
    ...{ saveAs: 'picture.webp', isShown: true, isLasting: true },
  };
}

async function maySee(actor: Actor, { owner_id, of_owner }: PictureRow): Promise<boolean> {
  return owner_id === actor.userId || (of_owner && (await knows(actor, owner_id)));
}

/** A file for a message, in a size that there is of it. */
function servedOf(row: FileRow | null, { id, size }: FileQuery): ServedFile | null {
  if (!row || size === '64' || (size !== undefined && !row.has_preview)) return null;
  const kept = size === 'large' && Math.max(row.width, row.height) <= imageSides.preview ? 'preview' : size;
  return {
    name: kept === undefined ? id : `${id}-${sizes[kept]}`,
    // What is not shown is given as bytes, whatever it is.
    type: kept === undefined ? servedTypeOf(row) : pictureType,
    tag: kept === undefined ? id : `${id}-${kept}`,
    saveAs: kept === undefined ? row.name : withEnding(row.name, 'webp'),
    isShown: isShown(row),
    isLasting: false,
  };
}

function isShown({ kind }: FileRow): boolean {
  return kind === 'image' || kind === 'video' || kind === 'audio';
}

function servedTypeOf(row: FileRow): string {
  if (isShown(row) || row.kind === 'pdf') return row.type;
  return row.kind === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
}

/** A file of a message that the actor may read, or one of theirs; null where there is none for them. */
export function findSeen(actor: Actor, id: FileId): Promise<FileRow | null> {
  return queryRow<FileRow>('file-seen', selectSeen, [actor.userId, id]);
}

/** The rule `read` of permissions.ts, asked of the conversation that the message (of a reply: its thread) is in. */
const selectSeen = `SELECT ${fileColumns} FROM file f
  JOIN "user" i ON i.id = $1 AND i.suspended_at IS NULL AND i.removed_at IS NULL
  WHERE f.id = $2 AND f.purpose = 'attachment' AND (
    (f.owner_id = $1 AND f.unused_since IS NOT NULL)
    OR (EXISTS (SELECT FROM message m WHERE m.id IN (f.message_id, f.copy_id) AND m.deleted_at IS NULL)
      AND EXISTS (SELECT FROM conversation c LEFT JOIN member mine ON mine.conversation_id = c.id AND mine.user_id = $1
        WHERE c.id = f.conversation_id AND c.closed_at IS NULL AND ${visible})))`;

export function noFile(): Refusal {
  return new Refusal('not_found', 'There is no such file.');
}
