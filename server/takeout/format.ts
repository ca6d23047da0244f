import { z } from 'zod';
import { limits } from '#contract/limits.ts';

// The file that an export is: docs/export-format.md tells it to those who read one without Parley.

/** Grows when what reads the last one would misread the next. */
export const formatVersion = 1;

/** Bytes of the lines of one part, at the most, before they are compressed: what is held in memory at once. */
export const partBytes = 4 * 1024 * 1024;
/** Bytes after which a part is closed; one line more fits, however long. */
export const partFull = 1024 * 1024;
/** Bytes of one line. A message with a thousand reactions and fifty mentions of hundreds stays below. */
export const lineBytes = 2 * 1024 * 1024;
/** Bytes of the head and of the manifest, which names every part. */
const headBytes = 64 * 1024;
const manifestBytes = 64 * 1024 * 1024;

const filePattern = /^files\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const attachmentPattern = /^attachments\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The most that a file of a message may hold anywhere (FILE_MAX_MB). */
export const attachmentBytes = 2_000 * 1024 * 1024;

const scope = z.enum(['own', 'workspace']);

/** The first entry: what this is. */
export const head = z.strictObject({
  format: z.literal('parley-export'),
  formatVersion: z.literal(formatVersion),
  /** The Parley that made it. */
  release: z.string().max(100),
  /** Everything is as it was at this moment. */
  createdAt: z.iso.datetime(),
  scope,
  /** Of a workspace: also the conversations that whoever asked is not in. */
  everything: z.boolean(),
});
export type Head = z.infer<typeof head>;

const count = z.int().min(0);
const part = z.strictObject({
  name: z.string().max(100),
  noun: z.string().max(40),
  lines: count,
  /** Of the entry as it stands in the archive. */
  bytes: count,
  sha256: z.hash('sha256'),
});
export type Part = z.infer<typeof part>;

/** A picture that is in use. */
const file = z.strictObject({
  name: z.string().regex(filePattern),
  ownerId: z.uuid(),
  bytes: count.max(limits.pictureBytes),
  sha256: z.hash('sha256'),
});

/** A file that went with a message, and with the copy of that. */
const attachment = z.strictObject({
  name: z.string().regex(attachmentPattern),
  messageId: z.uuid().nullable(),
  copyId: z.uuid().nullable(),
  bytes: count.max(attachmentBytes),
  sha256: z.hash('sha256'),
});

/** The last entry but one: everything that is in it, so that one that was cut off or altered is known. */
export const manifest = head.extend({
  /** Lines of each noun. */
  counts: z.record(z.string().max(40), count),
  /** In the order in which they stand and are read. */
  parts: z.array(part).max(1_000_000),
  files: z.array(file).max(1_000_000),
  attachments: z.array(attachment).max(1_000_000).default([]),
});
export type Manifest = z.infer<typeof manifest>;

export const headName = 'parley-export.json';
export const manifestName = 'manifest.json';
/** Beside it, its own SHA-256. */
export const manifestSumName = 'manifest.json.sha256';

/** Where the lines of a noun stand: JSON lines in UTF-8, in parts of whole lines, each compressed by itself (RFC 1952). */
export function partName(noun: string, part: number): string {
  return `${noun}/${String(part).padStart(6, '0')}.jsonl.gz`;
}

/** Where a picture stands. */
export function fileName(id: string): string {
  return `files/${id}`;
}

/** Where a file of a message stands. */
export function attachmentName(id: string): string {
  return `attachments/${id}`;
}

/** Bytes that an entry may have, by its name; null: it has no business here. */
export function mostBytes(name: string): number | null {
  if (name === headName) return headBytes;
  if (name === manifestName) return manifestBytes;
  if (name === manifestSumName) return 1_000;
  if (/^[a-z]+\/\d{6}\.jsonl\.gz$/.test(name)) return partBytes;
  if (attachmentPattern.test(name)) return attachmentBytes;
  return filePattern.test(name) ? limits.pictureBytes : null;
}
