import { z } from 'zod';
import { conversationKind } from './conversations.ts';
import { messageFile } from './files.ts';
import { conversationId, messageId, reportId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './lists.ts';
import { topicText } from './text.ts';

/** Why somebody reports a message. */
export const reportReason = z.enum(['harassment', 'hate', 'violence', 'spam', 'private', 'other']);
export type ReportReason = z.infer<typeof reportReason>;

/** What is done about a reported message. */
export const reportMeasure = z.enum(['remove', 'warn', 'suspend']);
export type ReportMeasure = z.infer<typeof reportMeasure>;

export const newReport = z.strictObject({
  messageId,
  reason: reportReason,
  /** What else there is to say; it may be empty. */
  words: topicText(limits.reportWords).default(''),
});
export type NewReport = z.infer<typeof newReport>;

/** A report as whoever made it sees it. */
export const ownReport = z.strictObject({ id: reportId, messageId, createdAt: z.iso.datetime() });
export type OwnReport = z.infer<typeof ownReport>;

const named = z.strictObject({ id: userId, name: z.string() });

/** A report as those see it who look after reports: with the message, also from where they are not. */
export const report = z.strictObject({
  id: reportId,
  createdAt: z.iso.datetime(),
  reason: reportReason,
  words: z.string(),
  /** Null: the caller wrote the message, and is not told. */
  reporter: named.nullable(),
  author: named,
  messageId,
  conversationId,
  conversationKind,
  conversationName: z.string().nullable(),
  seq: z.number().int(),
  /** Where it stands, for those who may look at it there; null: the caller may not, or it is gone. */
  address: z
    .strictObject({
      parentId: conversationId.nullable(),
      rootSeq: z.number().int().nullable(),
    })
    .nullable(),
  /** The message as it was when it was reported. */
  body: z.string(),
  writtenAt: z.iso.datetime(),
  /** The message as it is now; null: deleted. */
  current: z.string().nullable(),
  /** Its files as they are now: `GET /files/{id}?reportId=` gives them. Those of a message that is deleted are gone. */
  files: z.array(messageFile),
  /** How many open reports there are of the same message, this one among them. */
  reports: z.number().int(),
  closedAt: z.iso.datetime().nullable(),
  closedBy: named.nullable(),
  /** What was done; nothing, for one that is closed: it was dismissed. */
  measures: z.array(reportMeasure),
});
export type Report = z.infer<typeof report>;

/** Open reports, the oldest first; or closed ones, the latest first. Those about oneself are for others, if there are any. */
export const reportQuery = listQuery.omit({ q: true }).extend({
  closed: z.boolean('This must be true or false').default(false),
});
export type ReportQuery = z.infer<typeof reportQuery>;

/** How a report ends. Without measures it is dismissed. */
export const reportEnd = z.strictObject({
  id: reportId,
  measures: z
    .array(reportMeasure)
    .max(reportMeasure.options.length, 'That is too much')
    .transform((measures) => [...new Set(measures)]),
  /** What the author is told, with `warn`. */
  warning: topicText(limits.warning).default(''),
});
export type ReportEnd = z.infer<typeof reportEnd>;

export const reportCount = z.strictObject({ open: z.number().int() });
export type ReportCount = z.infer<typeof reportCount>;

export const reportOperations = {
  'report:create': {
    method: 'POST',
    path: '/reports',
    input: newReport,
    output: ownReport,
    rate: 'write',
    status: 201,
  },
  'report:list': {
    method: 'GET',
    path: '/reports',
    input: reportQuery,
    output: listOf(report),
    rate: 'read',
  },
  'report:summary': {
    method: 'GET',
    path: '/reports/summary',
    input: z.strictObject({}),
    output: reportCount,
    rate: 'read',
  },
  'report:close': {
    method: 'PUT',
    path: '/reports/{id}/end',
    input: reportEnd,
    output: reportCount,
    rate: 'write',
  },
} as const;
