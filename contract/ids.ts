import { z } from 'zod';

/** Ids are UUIDs (RFC 9562; the server makes version 7), written in lower case. Each noun has its own brand. */
const id = z.uuid('This must be a UUID').toLowerCase();

export const userId = id.brand<'UserId'>();
export type UserId = z.infer<typeof userId>;

export const conversationId = id.brand<'ConversationId'>();
export type ConversationId = z.infer<typeof conversationId>;

export const messageId = id.brand<'MessageId'>();
export type MessageId = z.infer<typeof messageId>;

/** Made by the sender, one for each message: what makes sending idempotent. */
export const clientId = id.brand<'ClientId'>();
export type ClientId = z.infer<typeof clientId>;

export const sessionId = id.brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionId>;

export const fileId = id.brand<'FileId'>();
export type FileId = z.infer<typeof fileId>;

export const previewId = id.brand<'PreviewId'>();
export type PreviewId = z.infer<typeof previewId>;

export const reportId = id.brand<'ReportId'>();
export type ReportId = z.infer<typeof reportId>;
export const invitationId = id.brand<'InvitationId'>();
export type InvitationId = z.infer<typeof invitationId>;
export const exportId = id.brand<'ExportId'>();
export type ExportId = z.infer<typeof exportId>;

export const auditEntryId = id.brand<'AuditEntryId'>();
export type AuditEntryId = z.infer<typeof auditEntryId>;

export const passkeyId = id.brand<'PasskeyId'>();
export type PasskeyId = z.infer<typeof passkeyId>;

export const tokenId = id.brand<'TokenId'>();
export type TokenId = z.infer<typeof tokenId>;

export const scheduledId = id.brand<'ScheduledId'>();
export type ScheduledId = z.infer<typeof scheduledId>;
export const reminderId = id.brand<'ReminderId'>();
export type ReminderId = z.infer<typeof reminderId>;
export const outgoingHookId = id.brand<'OutgoingHookId'>();
export type OutgoingHookId = z.infer<typeof outgoingHookId>;
export const hookDeliveryId = id.brand<'HookDeliveryId'>();
export type HookDeliveryId = z.infer<typeof hookDeliveryId>;
