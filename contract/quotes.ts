import { z } from 'zod';
import { messageFile } from './files.ts';
import { conversationId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { mention } from './mentions.ts';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const seq = '[1-9][0-9]{0,9}';

/**
 * Which message a permalink points at: `conversation:seq`, or for a reply `conversation:seq:reply`, where `seq` is the
 * message that the thread hangs on and `reply` the reply's own.
 */
const quoteReference = z
  .string('This must be text')
  .regex(new RegExp(`^${uuid}:${seq}(?::${seq})?$`), 'This is no reference to a message')
  .refine((text) => text.split(':').every((part, index) => index === 0 || Number(part) <= 2_147_483_647), {
    message: 'This is no reference to a message',
  });

export const quotesQuery = z.strictObject({
  refs: z
    .array(quoteReference, 'This must be a list of references')
    .min(1, 'Name a message')
    .max(limits.quotes, `Name at most ${limits.quotes} messages`),
});
export type QuotesQuery = z.infer<typeof quotesQuery>;

/** What stands on the card of a message that somebody quotes. */
export const quote = z.strictObject({
  conversationId,
  seq: z.number().int(),
  version: z.number().int(),
  authorId: userId,
  /** The beginning of what was written, at most `limits.quotedText` characters. */
  body: z.string(),
  /** What words of the body mean, as far as they name somebody or a channel. */
  mentions: z.array(mention),
  /** Its first files, at most `limits.quotedFiles`. */
  files: z.array(messageFile),
  createdAt: z.iso.datetime(),
  /** Of a reply: the conversation that its thread hangs on, and the message there. */
  parentId: conversationId.nullable(),
  rootSeq: z.number().int().nullable(),
  /** The channel's name, a reply's parent's; null in a direct conversation. */
  channel: z.string().nullable(),
});
export type Quote = z.infer<typeof quote>;

/** One answer for each reference. Null: it is not there, was deleted, or is not for the caller to see. */
export const quotes = z.strictObject({ items: z.array(quote.nullable()) });
export type Quotes = z.infer<typeof quotes>;
