import { z } from 'zod';
import { fileId } from './ids.ts';

// Files are no part of the table of operations: what they carry is no JSON. `POST /files` takes the bytes of a picture
// as its body, `GET /files/{id}` gives them as they are kept.

/** Pixels of a side: pictures are kept in two sizes. */
export const pictureSides = { large: 256, small: 64 } as const;

/** What was made of an upload. Nothing uses it yet, and what nothing uses for a day is removed. */
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
  /** A picture in its small size. */
  size: z.literal('64', 'This must be 64, or left out').optional(),
});
export type FileQuery = z.infer<typeof fileQuery>;
