import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Refusal } from '#contract/errors.ts';
import {
  type FileId,
  fileId,
  type MessageId,
  messageId,
  type PreviewId,
  previewId,
  type UserId,
} from '#contract/ids.ts';
import { type LinkPreview, previewedLinks } from '#contract/link-previews.ts';
import { type Query, queryRow } from '#platform/database.ts';
import { fileSettings, files } from '#platform/files.ts';
import { defineJob, enqueue } from '#platform/jobs.ts';
import { type LinkFacts, readLink } from '#platform/link-pages.ts';
import type { PreviewImage } from '#platform/preview-images.ts';
import { limit } from '#platform/rate-limit.ts';
import { readLinksName } from './link-jobs.ts';
import { showPreviews } from './link-previews.ts';
import { type Change, changeMessageUnasked } from './message-changes.ts';
import type { MessageRow } from './message-rows.ts';

// Finds out what the pages are about that a message links to, and shows it there as one change of the message. The job is
// stored by whatever gave the message its text (send-statement.ts, message-edits.ts).

/** Reads the links of a message. */
export const readLinks = defineJob(readLinksName, {
  data: z.object({ messageId }),
  // Pages that do not answer are no reason: only a database that is away, or an instance that died.
  retryLimit: 3,
  retryDelay: 2,
  timeout: 120,
  heartbeat: 10,
  concurrency: 3,
  poll: 1,
  batch: 4,
  handler: (data, { signal }) => addPreviews(data.messageId, signal),
});

/** What an edit does with previews, in its transaction: those of links that went go, and those that came are read. */
export async function previewAnew(query: Query, message: MessageRow, body: string): Promise<void> {
  const links = previewedLinks(body);
  const shown = message.previews ?? [];
  const left = shown.filter(({ url }) => links.includes(url));
  if (left.length < shown.length) await showPreviews(query, message.id, left);
  await query(
    `UPDATE message SET removed_links = (SELECT array_agg(l) FROM unnest(removed_links) AS l WHERE l = ANY($2))
     WHERE id = $1 AND removed_links IS NOT NULL`,
    [message.id, links],
  );
  if (links.length > left.length) await enqueue(query, readLinks, { messageId: message.id });
}

interface LinkedMessage {
  body: string;
  author_id: UserId;
  removed_links: string[] | null;
}

async function addPreviews(id: MessageId, signal: AbortSignal): Promise<void> {
  const message = await queryRow<LinkedMessage>(
    'message-links',
    `SELECT m.body, m.author_id, m.removed_links FROM message m, workspace w
     WHERE m.id = $1 AND m.deleted_at IS NULL AND w.link_previews`,
    [id],
  );
  if (!message) return;
  const links = previewedLinks(message.body).filter((url) => !message.removed_links?.includes(url));
  const found = await Promise.all(links.map((url) => findPreview(url, message.author_id, signal)));
  const previews = found.filter((preview) => preview !== null);
  if (previews.length === 0) return;
  try {
    await changeMessageUnasked(message.author_id, id, (change) => addFound(change, previews));
  } catch (error) {
    // It went meanwhile.
    if (!(error instanceof Refusal && error.code === 'not_found')) throw error;
  }
}

/** Shows what was found, of what the message links to by now; whether that is news to it. */
async function addFound({ message, query }: Change, found: readonly LinkPreview[]): Promise<boolean> {
  if (message.deletedAt) return false;
  const [row] = await query<{ removed_links: string[] | null }>(
    'SELECT removed_links FROM message WHERE id = $1',
    [message.id],
  );
  const shown = message.previews ?? [];
  const next = previewedLinks(message.body).flatMap((url) => {
    if (row?.removed_links?.includes(url)) return [];
    const of = (preview: LinkPreview) => preview.url === url;
    return shown.find(of) ?? found.find(of) ?? [];
  });
  if (next.every(({ id }, index) => shown[index]?.id === id) && next.length === shown.length) return false;
  await showPreviews(query, message.id, next);
  return true;
}

/** Hours for which what a page says of itself is shown by other messages too, and for which one that says nothing is left alone. */
const SHARED_HOURS = 24;
const LEFT_ALONE_HOURS = 1;

interface PreviewRow {
  id: PreviewId;
  title: string;
  description: string;
  site_name: string;
  image_id: FileId | null;
  image_width: number;
  image_height: number;
}

/** Addresses that are being read here: whoever asks meanwhile is told the same. */
const reading = new Map<string, Promise<PreviewRow | null>>();

/** What there is to show of a link; null: nothing, or its author has had too many read just now. */
async function findPreview(url: string, authorId: UserId, signal: AbortSignal): Promise<LinkPreview | null> {
  const address = withoutPart(url);
  const hash = createHash('sha256').update(address).digest();
  const row = (await findRow(hash)) ?? (await readAtOnce(address, hash, authorId, signal));
  return row && row.title !== '' ? toPreview(row, url) : null;
}

function findRow(hash: Buffer): Promise<PreviewRow | null> {
  return queryRow<PreviewRow>(
    'preview-find',
    `SELECT id, title, description, site_name, image_id, image_width, image_height FROM link_preview
     WHERE address_hash = $1 AND expires_at > now() ORDER BY expires_at DESC LIMIT 1`,
    [hash],
  );
}

/** Reads a page unless that is being done here already; then its answer is everybody's. */
async function readAtOnce(
  address: string,
  hash: Buffer,
  authorId: UserId,
  signal: AbortSignal,
): Promise<PreviewRow | null> {
  if (!reading.has(address)) {
    try {
      await limit('link', authorId);
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }
  const own =
    reading.get(address) ?? readAndKeep(address, hash, signal).finally(() => reading.delete(address));
  reading.set(address, own);
  return own;
}

async function readAndKeep(address: string, hash: Buffer, signal: AbortSignal): Promise<PreviewRow | null> {
  const facts = await readLink(address, signal);
  const image = facts?.image && (await hasRoom(facts.image)) ? facts.image : null;
  const imageId = image && fileId.parse(uuidv7());
  if (image && imageId) await files().keep(imageId, image.bytes);
  return queryRow<PreviewRow>('preview-keep', insertRow, [
    previewId.parse(uuidv7()),
    hash,
    ...valuesOf(facts),
    ...[imageId, image?.width ?? 0, image?.height ?? 0, image?.bytes.length ?? 0],
    facts ? SHARED_HOURS : LEFT_ALONE_HOURS,
  ]);
}

function valuesOf(facts: LinkFacts | null): [string, string, string] {
  return [facts?.title ?? '', facts?.description ?? '', facts?.siteName ?? ''];
}

const insertRow = `
INSERT INTO link_preview (id, address_hash, title, description, site_name, image_id, image_width, image_height, image_bytes, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 hour')
RETURNING id, title, description, site_name, image_id, image_width, image_height`;

/** Pictures of previews count among the files of the workspace. */
async function hasRoom({ bytes }: PreviewImage): Promise<boolean> {
  const { quota } = fileSettings();
  if (quota === null) return true;
  const all = await queryRow<{ bytes: number }>(
    'files-bytes',
    `SELECT ((SELECT coalesce(sum(bytes), 0) FROM file)
       + (SELECT coalesce(sum(image_bytes), 0) FROM link_preview))::float8 AS bytes`,
    [],
  );
  return (all?.bytes ?? 0) + bytes.length <= quota;
}

function withoutPart(url: string): string {
  const address = new URL(url);
  address.hash = '';
  return address.href;
}

function toPreview(row: PreviewRow, url: string): LinkPreview {
  const { id, title, description, site_name: siteName, image_id: imageId } = row;
  const image = imageId && { id: imageId, width: row.image_width, height: row.image_height };
  return { id, url, title, description, siteName, image };
}
