import type { Invitation, InvitationRole } from '#contract/invitations.ts';

/** The words of the list of invitations. */
export const invitationsWords = {
  invite: 'Invite people',
  label: 'Invitations',
  none: 'Nobody has been invited yet.',
  offline: 'You are offline: the invitations are shown when you are back.',
  ofLink: {
    member: 'Link for members',
    guest: 'Link for guests',
    admin: 'Link for admins',
  } satisfies Record<InvitationRole, string>,
  roles: { member: 'Member', guest: 'Guest', admin: 'Admin' } satisfies Record<InvitationRole, string>,
  askedFor: 'asked for by mail',
  by: (name: string) => `by ${name}`,
  uses: (uses: number, most: number | null) =>
    most === null ? `used ${uses} times` : `used ${uses} of ${most}`,
  until: (time: string) => `until ${time}`,
  always: 'without an end',
  states: {
    open: 'Open',
    expired: 'Expired',
    used_up: 'Used up',
    revoked: 'Taken back',
    void: 'Counts no more',
  } satisfies Record<Invitation['state'], string>,
  mail: {
    waiting: 'mail on its way',
    sent: 'mailed',
    refused: 'mail refused',
  } satisfies Record<NonNullable<Invitation['mail']>, string>,
  revoke: 'Take back',
  revokeNamed: (what: string) => `Take back: ${what}`,
  revoked: 'Nobody comes in by that invitation any more.',
  more: 'Show more',
} as const;

/** The words of the rules by which people come in. */
export const signUpRulesWords = {
  title: 'Sign-up rules',
  open: 'Open sign-up',
  openHint: 'Anyone who reaches this page can create an account.',
  domains: 'Only with addresses at',
  domainsHint:
    'Domains such as example.com, with commas between them. Empty: with any address. Invitations count for every address.',
  domainsMailed: 'A link to go on is mailed to the address, so that it is theirs.',
  domainsBelieved: 'No mail is sent from here, so nobody checks whether the address is theirs.',
  membersInvite: 'Members may invite',
  membersInviteHint: 'Not only owners and admins. Guests and admins are theirs to invite all the same.',
  announce: 'Announce newcomers',
  announceHint: 'Whoever comes by an invitation is named in the channel that everybody joins.',
  failed: 'The rules could not be loaded.',
} as const;
