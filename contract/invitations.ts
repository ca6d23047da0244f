import { z } from 'zod';
import { conversationId, invitationId, userId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './lists.ts';
import { storableText } from './text.ts';
import { email, role } from './users.ts';

/** What one can be invited as. Members by whoever may `invite`, guests by `inviteGuests`, admins by owners. */
export const invitationRole = role.exclude(['owner'], { error: 'This must be admin, member or guest' });
export type InvitationRole = z.infer<typeof invitationRole>;

/** `void`: whoever made it may not invite any more, or nothing is left of what it leads to. */
export const invitationState = z.enum(['open', 'expired', 'used_up', 'revoked', 'void']);
export type InvitationState = z.infer<typeof invitationState>;

/** Whether the mail of an invitation has gone out; `refused`: the mail server would not have it. */
export const mailState = z.enum(['waiting', 'sent', 'refused']);
export type MailState = z.infer<typeof mailState>;

export const invitation = z.strictObject({
  id: invitationId,
  role: invitationRole,
  /** Null: whoever reads mail at its address asked for it. */
  createdById: userId.nullable(),
  createdAt: z.iso.datetime(),
  /** Null: it has no end. */
  expiresAt: z.iso.datetime().nullable(),
  uses: z.number().int(),
  /** Null: any number. */
  mostUses: z.number().int().nullable(),
  /** Channels to join, besides those that everybody joins; guests join these alone. */
  conversationIds: z.array(conversationId),
  /** The address it is mailed to, which alone may use it; null: a link for whoever has it. */
  email: z.string().nullable(),
  mail: mailState.nullable(),
  state: invitationState,
});
export type Invitation = z.infer<typeof invitation>;

/** An invitation with its secret, which is told this once: only its hash is kept. */
export const madeInvitation = z.strictObject({
  invitation,
  /** The end of the link: `/join/TOKEN`. */
  token: z.string(),
  /** That it was the first, and closed the sign-up that nobody had decided to leave open. */
  closedSignUp: z.boolean(),
});
export type MadeInvitation = z.infer<typeof madeInvitation>;

const count = (most: number) =>
  z
    .number('This must be a number')
    .int('This must be a whole number')
    .min(0, 'This must be 0 or more')
    .max(most, `This must be at most ${most}`);

const terms = {
  role: invitationRole,
  /** Hours until it expires; 0: never. */
  hours: count(limits.invitationHours).default(168),
  conversationIds: z
    .array(conversationId)
    .max(limits.invitationChannels, `Choose at most ${limits.invitationChannels} channels`)
    .transform((ids) => [...new Set(ids)])
    .default([]),
};
const leadsSomewhere = ({ role, conversationIds }: { role: InvitationRole; conversationIds: unknown[] }) =>
  role !== 'guest' || conversationIds.length > 0;
const nowhere = { message: 'A guest needs a channel to come to', path: ['conversationIds'] };

export const newInvitation = z
  .strictObject({
    ...terms,
    /** How many may come by it; 0: any number. */
    uses: count(limits.invitationUses).default(1),
  })
  .refine(leadsSomewhere, nowhere);
export type NewInvitation = z.infer<typeof newInvitation>;

/** To each of these addresses an invitation of its own, for once. */
export const mailedInvitations = z
  .strictObject({
    ...terms,
    emails: z
      .array(email)
      .min(1, 'Enter an email address')
      .max(limits.invitationEmails, `Enter at most ${limits.invitationEmails} addresses`)
      .transform((emails) => [...new Set(emails)]),
  })
  .refine(leadsSomewhere, nowhere);
export type MailedInvitations = z.infer<typeof mailedInvitations>;

/** What whoever invites has to know of this server. */
export const invitationSettings = z.strictObject({
  /** Whether mail is sent from here. */
  mail: z.boolean(),
  /** Where others reach it, without a slash at the end; null: where the asker does. */
  publicUrl: z.string().nullable(),
  /** Only the machine that it runs on reaches it. */
  onlyHere: z.boolean(),
});
export type InvitationSettings = z.infer<typeof invitationSettings>;

/** What one is told of an invitation before one takes it. */
export const offer = z.strictObject({
  workspace: z.string(),
  /** The name of whoever invites; null: nobody in particular. */
  inviter: z.string().nullable(),
  role: invitationRole,
  /** The one address that may use it; null: any. */
  email: z.string().nullable(),
  state: invitationState,
});
export type Offer = z.infer<typeof offer>;

/** What somebody who has just come in is greeted with. */
export const welcome = z.strictObject({
  /** Who invited them; null: nobody did. */
  inviterId: userId.nullable(),
  inviterName: z.string().nullable(),
  /** Whether they are alone here. */
  alone: z.boolean(),
});
export type Welcome = z.infer<typeof welcome>;

export const invitationToken = storableText(100);

export const invitationOperations = {
  'invitation:create': {
    method: 'POST',
    path: '/invitations',
    input: newInvitation,
    output: madeInvitation,
    rate: 'write',
    status: 201,
  },
  'invitation:mail': {
    method: 'POST',
    path: '/invitations/mail',
    input: mailedInvitations,
    output: z.strictObject({ items: z.array(invitation) }),
    rate: 'write',
    status: 201,
  },
  'invitation:list': {
    method: 'GET',
    path: '/invitations',
    input: listQuery.omit({ q: true }),
    output: listOf(invitation),
    rate: 'read',
  },
  'invitation:settings': {
    method: 'GET',
    path: '/invitations/settings',
    input: z.strictObject({}),
    output: invitationSettings,
    rate: 'read',
  },
  'invitation:get': {
    method: 'GET',
    path: '/join/{token}',
    input: z.strictObject({ token: invitationToken }),
    output: offer,
    rate: 'read',
    open: true,
  },
  'invitation:accept': {
    method: 'POST',
    path: '/join/{token}',
    input: z.strictObject({ token: invitationToken }),
    /** The channels that it leads to. */
    output: z.strictObject({ conversationIds: z.array(conversationId) }),
    rate: 'write',
  },
  'invitation:revoke': {
    method: 'DELETE',
    path: '/invitations/{id}',
    input: z.strictObject({ id: invitationId }),
    output: z.null(),
    rate: 'write',
  },
  'invitation:request': {
    method: 'POST',
    path: '/join',
    input: z.strictObject({ email }),
    output: z.null(),
    rate: 'reset',
    open: true,
  },
  'welcome:get': {
    method: 'GET',
    path: '/users/me/welcome',
    input: z.strictObject({}),
    output: welcome,
    rate: 'read',
  },
} as const;
