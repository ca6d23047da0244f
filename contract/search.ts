import { z } from 'zod';
import { conversationId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listQuery } from './lists.ts';
import { message } from './messages.ts';
import { moment } from './moments.ts';
import { storableText } from './text.ts';

const timeZone = z
  .string('This must be text')
  .max(64)
  .refine(
    (name) => {
      try {
        return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
      } catch {
        return false;
      }
    },
    { message: 'This is no time zone' },
  );

/** What is looked for. `q` holds words, "phrases", -excluded words and filters (search-query.ts). */
export const searchQuery = listQuery.extend({
  q: storableText(limits.searchQuery).refine((text) => text.trim() !== '', {
    message: 'Write what to look for',
  }),
  conversationId: conversationId.optional(),
  authorId: userId.optional(),
  /** Only messages written before this, and from this on. */
  before: moment.optional(),
  after: moment.optional(),
  /** Whose days the days in `q` are. */
  timeZone: timeZone.default('UTC'),
  limit: z.number().int().min(1).max(limits.searchPage).default(limits.searchPageDefault),
});
export type SearchInput = z.output<typeof searchQuery>;

const hit = z.strictObject({
  message,
  /** What of its body was found: stretches from one UTF-16 unit to before another. */
  highlights: z.array(z.tuple([z.number().int(), z.number().int()])),
});
export type SearchHit = z.infer<typeof hit>;

/** What was found, newest first. */
export const searchPage = z.strictObject({
  items: z.array(hit),
  /** A page may be shorter than asked for, or empty, with more to come. */
  nextCursor: z.string().nullable(),
  /** Nothing has these words: these messages have similar ones. */
  isSimilar: z.boolean(),
  /** False: some of the newest messages are still being taken into the index, and were not looked at. */
  isComplete: z.boolean(),
});
export type SearchPage = z.infer<typeof searchPage>;
