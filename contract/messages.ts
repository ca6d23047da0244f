import { z } from 'zod';
import { emoji } from './emoji.ts';
import { fileIds, messageFile } from './files.ts';
import { clientId, conversationId, messageId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { linkPreview } from './link-previews.ts';
import { mention } from './mentions.ts';
import { moment } from './moments.ts';
import { poll } from './polls.ts';
import { storableText } from './text.ts';

const reaction = z.strictObject({ emoji: z.string(), userIds: z.array(userId) });

/** The thread that hangs on a message: a conversation of its own, and what there is to see of it from outside. */
const thread = z.strictObject({
  id: conversationId,
  /** Replies that are not deleted. */
  replyCount: z.number().int(),
  /** When the newest of them was written; null when there is none. */
  lastReplyAt: z.iso.datetime().nullable(),
  /** Who wrote them, whoever replied last first, at most `limits.threadAuthors`. */
  lastAuthorIds: z.array(userId),
});

/** Where a message was sent from that stands in a thread, too. */
const threadOfCopy = z.strictObject({ id: conversationId, rootSeq: z.number().int() });

/** A message, always whole. A deleted one keeps its `seq`, with an empty body. */
export const message = z.strictObject({
  id: messageId,
  conversationId,
  /** Its position in the conversation: 1, 2, 3, without gaps, never reused. */
  seq: z.number().int(),
  /** The conversation's change counter when this message last changed. */
  version: z.number().int(),
  authorId: userId,
  clientId,
  /** Byte for byte what was written. */
  body: z.string(),
  /** What words of the body mean. */
  mentions: z.array(mention),
  /** Null until somebody has replied. */
  thread: thread.nullable(),
  /** It is the copy of a reply that was sent to the thread's parent too; a message of its own in all else. */
  inThread: threadOfCopy.nullable(),
  reactions: z.array(reaction),
  /** Who pinned it to its conversation, and when. */
  pin: z.strictObject({ byId: userId, at: z.iso.datetime() }).nullable(),
  /** In the order in which the author put them. */
  files: z.array(messageFile),
  /** Of pages that it links to, in the order of the links. They come as a change, some seconds after the text. */
  previews: z.array(linkPreview),
  /** What it asks, if it is a poll: `body` says the same as text, without the answers. Null: it is none. */
  poll: poll.nullable(),
  /** What the server wrote in the author's name; null: they wrote it. It is never unread, and not edited. */
  notice: z.enum(['joined']).nullable(),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  deletedAt: z.iso.datetime().nullable(),
});
export type Message = z.infer<typeof message>;

/** What a user wrote beside files, kept byte for byte: it may be nothing. */
export const captionText = storableText(limits.messageBody);

export const nothingWritten = 'Write something first';

/** The same without files. Nothing but white space is nothing to say. */
export const messageBody = captionText.refine((text) => text.trim() !== '', { message: nothingWritten });

export const newMessage = z
  .strictObject({
    conversationId,
    clientId,
    body: captionText,
    /** Uploaded before (contract/files.ts). With some of them the body may be empty. */
    fileIds: fileIds.optional(),
    /** In a thread: send a copy to the conversation that it hangs on. */
    alsoInParent: z.boolean('This must be true or false').optional(),
  })
  .refine(({ body, fileIds = [] }) => fileIds.length > 0 || body.trim() !== '', {
    path: ['body'],
    message: nothingWritten,
  });
export type NewMessage = z.infer<typeof newMessage>;

/** A new text for a message; its author's to give. */
export const messageEdit = z.strictObject({
  id: messageId,
  /** Of a message with files it may be empty. */
  body: captionText,
  /**
   * When the text it was made from was written: the message's `editedAt`, or else `createdAt`. Where another text has
   * taken its place since, the edit is refused as a conflict.
   */
  basedOn: z.iso.datetime('This must be a time').optional(),
});
export type MessageEdit = z.infer<typeof messageEdit>;

/** Texts that a message had before, the latest first, as many as an answer's bytes allow. */
export const earlierTexts = z.strictObject({
  items: z.array(
    z.strictObject({
      body: z.string(),
      /** When the next text took its place. */
      editedAt: z.iso.datetime(),
    }),
  ),
});
export type EarlierTexts = z.infer<typeof earlierTexts>;

export const newReaction = z.strictObject({ messageId, emoji });
export type NewReaction = z.infer<typeof newReaction>;

const seq = z.number('This must be a number').int('This must be a whole number').min(0).max(2_147_483_647);
const limit = (most: number, otherwise: number) =>
  z
    .number('This must be a number')
    .int('This must be a whole number')
    .min(1, 'This must be at least 1')
    .max(most, `This must be at most ${most}`)
    .default(otherwise);

export const historyQuery = z
  .strictObject({
    conversationId,
    before: seq.optional(),
    after: seq.optional(),
    around: seq.optional(),
    /** Around the first message written at this time or later; the newest page where there is none. */
    at: moment.optional(),
    limit: limit(limits.page, limits.pageDefault),
  })
  .refine(
    ({ before, after, around, at }) =>
      [before, after, around, at].filter((given) => given !== undefined).length <= 1,
    { message: 'Give only one of before, after, around and at' },
  );
export type HistoryQuery = z.infer<typeof historyQuery>;

/** Messages ascending by `seq`, as many as `limit` and an answer's bytes allow, and whether there are more at either end. */
export const historyPage = z.strictObject({
  items: z.array(message),
  hasBefore: z.boolean(),
  hasAfter: z.boolean(),
});
export type HistoryPage = z.infer<typeof historyPage>;

export const changesQuery = z.strictObject({
  conversationId,
  after: seq,
  limit: limit(limits.changes, limits.changesDefault),
});
export type ChangesQuery = z.infer<typeof changesQuery>;

/**
 * Messages ascending by `version`, as many as `limit` and an answer's bytes allow; `version` is the conversation's own,
 * now. `hasMore`: ask again after the last one's.
 */
export const changesPage = z.strictObject({
  items: z.array(message),
  version: z.number().int(),
  hasMore: z.boolean(),
});
export type ChangesPage = z.infer<typeof changesPage>;
