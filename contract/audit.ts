import { z } from 'zod';
import { auditEntryId } from './ids.ts';
import { listOf, listQuery } from './lists.ts';
import { moment } from './moments.ts';

/** What is written down: everything that changes who may do what, and what takes something from others. */
export const auditAction = z.enum([
  'user.created',
  'user.role',
  'user.suspended',
  'user.reactivated',
  'user.removed',
  'user.signed_out',
  'user.email',
  'user.password',
  'user.password_link',
  'user.second_factor',
  'user.sign_in_linked',
  'invitation.created',
  'invitation.revoked',
  'invitation.used',
  'workspace.changed',
  'workspace.exported',
  'workspace.imported',
  'audit.exported',
  'channel.default',
  'channel.renamed',
  'channel.archived',
  'channel.restored',
  'channel.deleted',
  'channel.taken_over',
  'channel.retention',
  'channel.member_removed',
  'message.reported',
  'message.removed',
  'report.closed',
  'user.warned',
  'token.created',
  'token.revoked',
  'bot.created',
  'bot.changed',
  'hook.created',
  'hook.changed',
  'hook.secret',
  'hook.removed',
  'hook.replayed',
]);
export type AuditAction = z.infer<typeof auditAction>;

export const auditTargetKind = z.enum([
  'user',
  'conversation',
  'message',
  'invitation',
  'token',
  'report',
  'workspace',
  'hook',
]);
export type AuditTargetKind = z.infer<typeof auditTargetKind>;

/** One thing that somebody did. Names are as they were then. */
export const auditEntry = z.strictObject({
  id: auditEntryId,
  at: z.iso.datetime(),
  action: auditAction,
  /** Null: somebody on the machine itself, nobody who was signed in, or whoever made a report. */
  actorId: z.uuid().nullable(),
  actorName: z.string(),
  targetKind: auditTargetKind.nullable(),
  targetId: z.uuid().nullable(),
  targetName: z.string(),
  /** The network address it was done from; empty: on the machine itself, or by whoever made a report. */
  address: z.string(),
  /** What else there is to know of it, such as the role before and after. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
});
export type AuditEntry = z.infer<typeof auditEntry>;
export type AuditData = AuditEntry['data'];

/** Of the years that a date of ours may have. */
const time = moment.refine((text) => Date.parse(text) > 0, { message: 'This must be a time after 1970' });

/** What of it is looked for, the newest first. */
export const auditQuery = listQuery.omit({ q: true }).extend({
  actorId: z.uuid('This must be a UUID').optional(),
  targetId: z.uuid('This must be a UUID').optional(),
  action: auditAction.optional(),
  after: time.optional(),
  before: time.optional(),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** The same, taken along as a whole (audit-export.ts). */
export const auditExport = auditQuery.omit({ cursor: true, limit: true }).extend({
  format: z.enum(['csv', 'jsonl']).default('csv'),
});
export type AuditExport = z.infer<typeof auditExport>;

export const auditOperations = {
  'audit:list': {
    method: 'GET',
    path: '/workspace/audit',
    input: auditQuery,
    output: listOf(auditEntry),
    rate: 'read',
  },
} as const;
