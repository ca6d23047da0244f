import { z } from 'zod';
import { fileId } from './ids.ts';
import { limits } from './limits.ts';
import { retentionDays } from './retention.ts';
import { nameText } from './text.ts';

/** The installation's own settings, as anyone may see them before signing in. */
export const workspace = z.strictObject({
  name: z.string(),
  /** Whether anyone who reaches the page may create an account. */
  openSignUp: z.boolean(),
  /** Days after which messages are removed, where a conversation says nothing else; null: never. */
  retentionDays: z.number().int().nullable(),
  /** Its picture; null: the one that its name gives. */
  pictureId: fileId.nullable(),
  /** True until the first account exists: that one becomes the owner. */
  empty: z.boolean(),
});
export type Workspace = z.infer<typeof workspace>;

const yesOrNo = z.boolean('This must be true or false');

/** The domain of an email address, such as `example.com`, in lower case. */
const domain = z
  .string('This must be text')
  .trim()
  .toLowerCase()
  .max(limits.domain, 'This domain is too long')
  .regex(z.regexes.domain, 'Enter a domain like example.com');

/** The settings that only those see who may change them. */
export const workspaceSettings = workspace.omit({ empty: true }).extend({
  /** One signs up oneself only with an address of these; none: with any. An invitation counts for every address. */
  signUpDomains: z.array(z.string()),
  /** Newcomers are announced in the channel that everyone joins. */
  announceNewcomers: z.boolean(),
  /** Nobody comes in without a second factor. */
  requireSecondFactor: z.boolean(),
  /** Members invite too, not only owners and admins. */
  membersInvite: z.boolean(),
  /** Members create public channels, not only owners and admins. */
  membersCreateChannels: z.boolean(),
  /** Minutes for which a message may be edited; null: for ever. */
  editMinutes: z.number().int().nullable(),
  /** Pages that messages link to are read, to show what they are about. */
  linkPreviews: z.boolean(),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

export const workspacePatch = z.strictObject({
  name: nameText(limits.workspaceName).optional(),
  openSignUp: yesOrNo.optional(),
  signUpDomains: z
    .array(domain)
    .max(limits.signUpDomains, `Use at most ${limits.signUpDomains} domains`)
    .transform((domains) => [...new Set(domains)])
    .optional(),
  announceNewcomers: yesOrNo.optional(),
  requireSecondFactor: yesOrNo.optional(),
  membersInvite: yesOrNo.optional(),
  membersCreateChannels: yesOrNo.optional(),
  linkPreviews: yesOrNo.optional(),
  /** Null: messages may be edited for ever. */
  editMinutes: z
    .int('This must be a whole number of minutes')
    .min(1, 'This must be 1 minute at least')
    .max(limits.editMinutes, `This may be ${limits.editMinutes} minutes at most`)
    .nullable()
    .optional(),
  /** Null: messages are never removed. */
  retentionDays: retentionDays.min(1, 'This must be 1 day at least').nullable().optional(),
});
export type WorkspacePatch = z.infer<typeof workspacePatch>;
