import type { InvitationRole } from '#contract/invitations.ts';

/** The words of inviting and of coming in. */
export const invitationWords = {
  title: 'Invite people',
  way: 'How',
  ways: { link: 'Share a link', mail: 'Send by mail' },
  noMail: 'Parley can mail invitations once whoever runs it has set SMTP_URL.',
  emails: 'Email addresses',
  emailsHint: 'One or several, with commas or spaces between them. Each gets a link of its own.',
  noEmail: 'Enter an email address',
  role: 'They come as',
  roles: { member: 'Member', guest: 'Guest', admin: 'Admin' } satisfies Record<InvitationRole, string>,
  roleHints: {
    member: 'Members find everybody, and every public channel.',
    guest: 'Guests see the channels you choose, and the people in them.',
    admin: 'Admins look after the workspace, too.',
  } satisfies Record<InvitationRole, string>,
  expires: 'The link works for',
  hours: { 1: '1 hour', 24: '1 day', 168: '7 days', 720: '30 days', 0: 'Always' },
  uses: 'How many may use it',
  useCounts: { 1: '1 person', 5: '5 people', 25: '25 people', 100: '100 people', 0: 'Anyone who has it' },
  channels: 'Channels to join',
  channelsHint: 'Besides those that everybody joins. You can leave this empty.',
  guestChannels: 'Guests join these alone.',
  noChannels: 'There is no channel yet that you could add people to.',
  make: 'Make link',
  send: 'Send invitations',
  sent: (count: number) =>
    count === 1 ? 'The invitation is on its way.' : `${count} invitations are on their way.`,
  link: 'Link',
  copy: 'Copy link',
  copied: 'Link copied',
  notCopied: 'Copy the link by hand: the browser did not let us.',
  once: 'The link is shown this once. Copy it now; whoever has it can come in.',
  closed:
    'Open sign-up is off now: people come in by invitation. You can turn it on again in the sign-up rules.',
  onlyHere:
    'Only this computer reaches Parley. To let others in, whoever runs it sets HOST to 0.0.0.0 and PUBLIC_URL to the address that others use.',
  loopback:
    'This link leads to your own computer. Open Parley at the address that others use and make the link there, or have PUBLIC_URL set.',
  another: 'Make another link',
  done: 'Done',
  offline: 'You are offline: invitations can be made when you are back.',

  more: 'Show more',
} as const;

export const welcomeWords = {
  title: 'Welcome',
  firstTitle: 'First steps',
  hello: (workspace: string) => `Welcome to ${workspace}`,
  invited: (name: string) => `${name} invited you.`,
  write: (name: string) => `Write to ${name}`,
  first:
    'Your workspace is ready. Make a link and share it with your team: whoever opens it makes an account and is in.',
  channels: 'Channels you may like',
  channelsLead: 'Choose those you want to follow. You can leave each again.',
  noChannels: 'There is no other channel yet.',
  join: 'Join',
  joinCount: (count: number) => (count === 1 ? 'Join 1 channel' : `Join ${count} channels`),
  joined: (count: number) =>
    count === 1 ? 'You have joined 1 channel.' : `You have joined ${count} channels.`,
  skip: 'Not now',
  start: 'Start',
} as const;
