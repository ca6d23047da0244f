import { z } from 'zod';
import { fileId, messageId, previewId } from './ids.ts';
import { limits } from './limits.ts';
import { piecesOf } from './mention-words.ts';
import { piecesOf as addressesOf } from './web-addresses.ts';

// What is shown of the pages that a message links to. The server reads them after the message was sent, and what it finds
// comes as a change of the message. A message's first links have one, as far as there is something to show.

/** What a page says of itself, in one line each. */
export const linkPreview = z.strictObject({
  id: previewId,
  /** The address as the message has it. */
  url: z.string(),
  title: z.string(),
  /** Empty: it says nothing. */
  description: z.string(),
  /** What the page calls the site; empty: nothing. Whose site it is, its address says alone. */
  siteName: z.string(),
  /** `GET /files/{id}?messageId=` gives it; width and height in pixels. */
  image: z.strictObject({ id: fileId, width: z.number().int(), height: z.number().int() }).nullable(),
});
export type LinkPreview = z.infer<typeof linkPreview>;

export const previewOfMessage = z.strictObject({ id: messageId, previewId });
export type PreviewOfMessage = z.infer<typeof previewOfMessage>;

/** An address of a message of some workspace: these are quoted. */
const permalink = /^\/c\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\/?$/;

/** Whether a text may have a link: cheap, for what nearly always has none. */
export function mayHaveLinks(body: string): boolean {
  return body.includes('://');
}

/** The different addresses of a message that previews are for, in their order: not in code, and of no message. */
export function previewedLinks(body: string): string[] {
  if (!mayHaveLinks(body)) return [];
  const found = new Set<string>();
  for (const { text, isCode } of piecesOf(body)) {
    if (isCode || !mayHaveLinks(text)) continue;
    for (const { href } of addressesOf(text)) {
      if (href === null || href.length > limits.previewUrl || permalink.test(new URL(href).pathname))
        continue;
      found.add(href);
      if (found.size === limits.previews) return [...found];
    }
  }
  return [...found];
}
