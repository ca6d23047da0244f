import { z } from 'zod';
import { messageId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './lists.ts';
import { message } from './messages.ts';
import { moment } from './moments.ts';

// What somebody saved for later is theirs alone: nothing of it is in a message, which is the same for everybody.

/** A message that one has saved. */
export const savedMark = z.strictObject({
  savedAt: z.iso.datetime(),
  /** When to be reminded of it. */
  remindAt: z.iso.datetime().nullable(),
});
export type SavedMark = z.infer<typeof savedMark>;

/** What there is of it, in numbers: of saved messages, of reminders of one's own, and of what is to be sent later. */
export const savedSummary = z.strictObject({
  /** Saved messages, those included that one may not see any more, and reminders of one's own. */
  count: z.number().int(),
  /** Those whose time has come. */
  due: z.number().int(),
  /** When the next one's time comes. */
  nextAt: z.iso.datetime().nullable(),
  /** Messages that wait for their time, and among them those that were refused when it came. */
  scheduled: z.number().int(),
  refusedScheduled: z.number().int(),
});
export type SavedSummary = z.infer<typeof savedSummary>;

/** Something was saved, changed, or is saved no more (null), and the numbers after that. */
export const savedChange = savedSummary.extend({ messageId, saved: savedMark.nullable() });
export type SavedChange = z.infer<typeof savedChange>;

export const savedMessage = savedMark.extend({ message });
export type SavedMessage = z.infer<typeof savedMessage>;

/** From 1970 on. */
const remindAt = moment.refine((time) => Date.parse(time) >= 0, { message: 'Choose another time' });

export const newSaved = z.strictObject({
  messageId,
  /** Null: no reminder. Left out: as it was. */
  remindAt: remindAt.nullable().optional(),
});
export type NewSaved = z.infer<typeof newSaved>;

export const savedQuery = listQuery.pick({ cursor: true, limit: true });
export type SavedQuery = z.infer<typeof savedQuery>;

export const savedAmong = z.strictObject({
  messageIds: z.array(messageId).max(limits.page, `Ask for at most ${limits.page} messages at once`),
});

/** Rows of the one table, contract/operations.ts. */
export const savedOperations = {
  'message:save': {
    method: 'PUT',
    path: '/messages/{messageId}/save',
    input: newSaved,
    output: savedChange,
    rate: 'send',
  },
  'message:unsave': {
    method: 'DELETE',
    path: '/messages/{messageId}/save',
    input: z.strictObject({ messageId }),
    output: savedChange,
    rate: 'send',
  },
  /** What one has saved and may see, the latest first. Deleted messages are among them. */
  'saved:list': {
    method: 'GET',
    path: '/saved',
    input: savedQuery,
    output: listOf(savedMessage),
    rate: 'read',
  },
  /** Which of these messages one has saved. */
  'saved:among': {
    method: 'GET',
    path: '/saved/among',
    input: savedAmong,
    output: z.strictObject({ items: z.array(savedMark.extend({ messageId })) }),
    rate: 'read',
  },
  'saved:summary': {
    method: 'GET',
    path: '/saved/summary',
    input: z.strictObject({}),
    output: savedSummary,
    rate: 'read',
  },
} as const;
