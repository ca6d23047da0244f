import { z } from 'zod';
import { conversationId, fileId, messageId, reportId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './lists.ts';
import { storableText } from './text.ts';

// What files carry is no JSON, so most of them is no part of the table of operations. `POST /files` takes the bytes as its
// body: with `?name=` of a file for a message, else of a picture of a user or the workspace. Large files come in parts, by
// the tus protocol, to `/uploads`; the last part is answered as `POST /files` is. `GET /files/{id}` gives the bytes.

/** Pixels of a side: pictures of users and the workspace are kept in two sizes. */
export const pictureSides = { large: 256, small: 64 } as const;

/** Pixels of the longer side of what is shown of an image, at the most. Smaller ones are shown as they are. */
export const imageSides = { preview: 800, large: 2_400 } as const;

/** What was made of a picture. Nothing uses it yet, and what nothing uses for a day is removed. */
export const uploadedFile = z.strictObject({
  id: fileId,
  /** As it is kept, whatever was uploaded. */
  type: z.string(),
  bytes: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
});
export type UploadedFile = z.infer<typeof uploadedFile>;

export const fileQuery = z.strictObject({
  id: fileId,
  /** A picture in its small size (64); an image as it is shown in a timeline (preview) or by itself (large). */
  size: z.enum(['64', 'preview', 'large'], 'This must be 64, preview or large, or left out').optional(),
  /** Of the picture of a link's preview: the message that shows it. */
  messageId: messageId.optional(),
  /** Of a file of a message that was reported: the report, for those who look after these. */
  reportId: reportId.optional(),
});
export type FileQuery = z.infer<typeof fileQuery>;

/** What one does with a file: by its bytes, never by what it was said to be. */
export const fileKind = z.enum(['image', 'video', 'audio', 'pdf', 'text', 'other'], 'There is no such kind');
export type FileKind = z.infer<typeof fileKind>;

/** A file of a message, or one that was uploaded for a message. */
export const messageFile = z.strictObject({
  id: fileId,
  /** One line without paths, invisible characters, and characters that turn the direction of text. */
  name: z.string(),
  /** As its bytes say. */
  type: z.string(),
  kind: fileKind,
  bytes: z.number().int(),
  /** Pixels, upright: of an image, and of a video where its uploader said so. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** Milliseconds, as its uploader said. */
  duration: z.number().int().nullable(),
  /** An image that moves. What is shown in a timeline (`size=preview`) stands still. */
  isAnimated: z.boolean(),
  /** There is a picture of it: `size=preview`, and `size=large`. */
  hasPreview: z.boolean(),
  /** What there is to see or hear, for whoever does not. */
  alt: z.string(),
});
export type MessageFile = z.infer<typeof messageFile>;

export const altText = storableText(limits.altText);

/** What the uploader says of a file: the query of `POST /files`, and `Upload-Metadata` of `POST /uploads`. */
export const fileClaims = z.strictObject({
  /** Tidied, not refused. */
  name: storableText(limits.requestName),
  alt: altText.optional(),
  /** Milliseconds, of sound and video. */
  duration: z.coerce.number('This must be a number').int().min(0).max(limits.fileDuration).optional(),
  /** Pixels, of a video. */
  width: z.coerce.number('This must be a number').int().min(1).max(limits.videoSide).optional(),
  height: z.coerce.number('This must be a number').int().min(1).max(limits.videoSide).optional(),
});
export type FileClaims = z.infer<typeof fileClaims>;

/** Files that are to go with a message: uploaded by its author, and with no message yet. */
export const fileIds = z
  .array(fileId, 'This must be a list of files')
  .max(limits.messageFiles, `A message has at most ${limits.messageFiles} files`)
  .refine((ids) => new Set(ids).size === ids.length, { message: 'A file is named twice' });

export const fileListQuery = listQuery
  .pick({ cursor: true, limit: true })
  .extend({ conversationId, kind: fileKind.optional() });
export type FileListQuery = z.infer<typeof fileListQuery>;

/** A file, and the message it came with. */
const sentFile = z.strictObject({
  file: messageFile,
  messageId,
  /** Where the message stands: the conversation, or a thread in it. */
  conversationId,
  seq: z.number().int(),
  /** Of a reply: the message that its thread hangs on. */
  rootSeq: z.number().int().nullable(),
  authorId: userId,
  sentAt: z.iso.datetime(),
});
export type SentFile = z.infer<typeof sentFile>;

/** The beginning of a text. */
const fileText = z.strictObject({
  /** Whole lines, as far as they fit into `limits.fileText` bytes. */
  text: z.string(),
  isWhole: z.boolean(),
});
export type FileText = z.infer<typeof fileText>;

const ofFile = z.strictObject({ id: fileId });

/** The rows of the table of operations that are about files (operations.ts says what a row is). */
export const fileOperations = {
  /** Also one's own that went with no message yet: whoever lost the answer to an upload asks for it here. */
  'file:info': {
    method: 'GET',
    path: '/files/{id}/info',
    input: ofFile,
    output: messageFile,
    rate: 'read',
  },
  'file:text': {
    method: 'GET',
    path: '/files/{id}/text',
    input: ofFile,
    output: fileText,
    rate: 'read',
  },
  /** Its message changes with it. */
  'file:update': {
    method: 'PATCH',
    path: '/files/{id}',
    input: ofFile.extend({ alt: altText }),
    output: messageFile,
    rate: 'write',
  },
  /** Those of a channel with those of its threads, whatever was sent last first. */
  'file:list': {
    method: 'GET',
    path: '/conversations/{conversationId}/files',
    input: fileListQuery,
    output: listOf(sentFile),
    rate: 'read',
  },
} as const;
