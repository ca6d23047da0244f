import { z } from 'zod';
import { characterCount } from './characters.ts';
import { emoji } from './emoji.ts';
import { tidyHandle } from './handles.ts';
import { fileId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { lineText, nameText, storableText } from './text.ts';
import { timeZone } from './time-zones.ts';
import { workspaceAction } from './workspace-actions.ts';

/** What each may do: server/domain/workspace-permissions.ts and permissions.ts. */
export const role = z.enum(['owner', 'admin', 'member', 'guest']);
export type Role = z.infer<typeof role>;

/** Suspended: may not come in for a time. Removed: for good; what they wrote stays under their name. */
export const userState = z.enum(['active', 'suspended', 'removed']);
export type UserState = z.infer<typeof userState>;

/** What somebody says of their moment, until it is over. */
export const userStatus = z.strictObject({
  emoji: z.string(),
  text: z.string(),
  /**
   * When it ends by itself; null: not before they change it. Nothing is announced then: whoever keeps it compares this
   * with the clock, as the server does.
   */
  until: z.iso.datetime().nullable(),
});
export type UserStatus = z.infer<typeof userStatus>;

/** A user as everyone in the workspace sees them. */
export const user = z.strictObject({
  id: userId,
  /** What they are called. Two users may have the same name: the handle tells them apart. */
  name: z.string(),
  /** What mentions will call them: in lower case, without `@`, and unlike every other one to look at. */
  handle: z.string(),
  /** A bot is a program with a token. */
  kind: z.enum(['person', 'bot']),
  role,
  state: userState,
  /** What they do here; empty: they have not said. */
  title: z.string(),
  /** Null: none, or its time is over. */
  status: userStatus.nullable(),
  /** As IANA names it, such as `Europe/Paris`; empty: they have not said. */
  timeZone: z.string(),
  /** They do not want to be disturbed before this; null: they may be. */
  quietUntil: z.iso.datetime().nullable(),
  /** Their picture; null: the one that their name gives. */
  pictureId: fileId.nullable(),
  createdAt: z.iso.datetime(),
});
export type User = z.infer<typeof user>;

/** A user as they see themselves. */
export const me = user.extend({
  /** Null for bots. */
  email: z.string().nullable(),
  /** They do not want to see what messages link to. */
  hidesPreviews: z.boolean(),
  /** What they may do in the workspace, beside what they may do in each conversation. */
  may: z.array(workspaceAction),
});
export type Me = z.infer<typeof me>;

export const userName = nameText(limits.userName);

const handlePattern = /^[\p{L}\p{Nd}](?:[\p{L}\p{M}\p{Nd}._-]*[\p{L}\p{M}\p{Nd}_])?$/u;

/** Letters and digits of any script with `.`, `_` and `-` between them, kept in lower case. */
export const handle = z
  .string('This must be text')
  .refine((text) => text.length <= 8 * limits.handle && text.isWellFormed(), {
    message: `Use at most ${limits.handle} characters`,
    abort: true,
  })
  .overwrite(tidyHandle)
  .refine((text) => characterCount(text) <= limits.handle, {
    message: `Use at most ${limits.handle} characters`,
    abort: true,
  })
  .refine((text) => handlePattern.test(text) && !/\p{Default_Ignorable_Code_Point}|\p{M}{5}/u.test(text), {
    message: 'Use letters and digits, with . _ or - between them',
  });

/** Addresses are kept in lower case: one address, one account. */
export const email = z
  .string('This must be text')
  .trim()
  .toLowerCase()
  .max(limits.email, 'This email address is too long')
  .pipe(z.email('Enter an email address like name@example.com'));

export const password = storableText(limits.passwordMax).refine(
  (text) => characterCount(text) >= limits.passwordMin,
  {
    message: `Use at least ${limits.passwordMin} characters`,
  },
);

/** Without a handle, the name gives one. */
export const newUser = z.strictObject({
  name: userName,
  handle: handle.optional(),
  email,
  password,
  /** What the workspace is called, by its first user. */
  workspaceName: nameText(limits.workspaceName).optional(),
  /** The token of an invitation: the end of its link. */
  invitation: storableText(100).optional(),
});
export type NewUser = z.infer<typeof newUser>;

const time = z.iso.datetime('This must be a time such as 2026-01-31T12:00:00Z');

/** What somebody sets. The emoji or the text may be left out, not both: that is no status, and null says so. */
export const newStatus = z
  .strictObject({
    emoji: z.literal('', 'This must be one emoji').or(emoji),
    text: lineText(limits.statusText),
    /** Ahead, by `limits.profileDays` at the most. */
    until: time.nullable(),
  })
  .refine(({ emoji, text }) => emoji !== '' || text !== '', {
    message: 'Say something, or choose an emoji',
    path: ['text'],
  });

/** What of one's profile changes. Null takes away what is there. */
export const userPatch = z
  .strictObject({
    name: userName.optional(),
    handle: handle.optional(),
    title: lineText(limits.userTitle).optional(),
    timeZone: timeZone.optional(),
    status: newStatus.nullable().optional(),
    /** Ahead, by `limits.profileDays` at the most. */
    quietUntil: time.nullable().optional(),
    /** A picture that one has uploaded (`POST /files`) and that nothing uses yet. */
    pictureId: fileId.nullable().optional(),
    hidesPreviews: z.boolean('This must be true or false').optional(),
  })
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), {
    message: 'Give something that is to change',
    path: ['name'],
  });
export type UserPatch = z.infer<typeof userPatch>;

/** What the sign-in form posts to next-auth. Nothing more is checked, so that nothing is given away. */
export const credentials = z.object({
  email: storableText(limits.email).trim().toLowerCase(),
  password: storableText(limits.passwordMax),
});
export type Credentials = z.infer<typeof credentials>;
