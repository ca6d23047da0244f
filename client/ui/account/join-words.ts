import type { InvitationState } from '#contract/invitations.ts';

/** The words of the pages on which one signs up and takes an invitation. */
export const joinWords = {
  workspaceName: 'Workspace name',
  workspaceNameHint: 'What your team is called. You can change it later.',
  invites: (inviter: string, workspace: string) => `${inviter} invites you to ${workspace}.`,
  goOn: (workspace: string) => `Go on to sign up for ${workspace}.`,
  asGuest: 'You come as a guest: you see the channels that you are invited to, and their people.',
  forAddress: 'This invitation is for this address.',
  joinTitle: 'Join with your account',
  join: 'Join',
  joining: 'Joining…',
  over: {
    expired: { title: 'This invitation has expired', lead: 'Ask whoever sent it for another one.' },
    used_up: {
      title: 'This invitation is used up',
      lead: 'As many people as it was made for have come by it. Ask whoever sent it for another one.',
    },
    revoked: {
      title: 'This invitation was taken back',
      lead: 'Ask whoever sent it whether you are still expected.',
    },
    void: {
      title: 'This invitation no longer counts',
      lead: 'Whoever made it cannot invite people any more, or what it led to is gone. Ask for another one.',
    },
  } satisfies Record<Exclude<InvitationState, 'open'>, { title: string; lead: string }>,
  unknown: {
    title: 'There is no such invitation',
    lead: 'Look whether the link is whole: it may have been cut where it was shared.',
  },
  domains: (domains: readonly string[]) => `Only addresses at ${listed(domains)} sign up here.`,
  byMail: (domains: readonly string[]) =>
    `Addresses at ${listed(domains)} sign up here. Enter yours, and a link to go on is mailed to it.`,
  sendLink: 'Mail me a link',
  sending: 'Sending…',
  sent: 'Look into your mail: if the address is right, a link to go on is on its way. It works for a day.',
} as const;

/** So many domains are named. */
const mostNamed = 5;

function listed(domains: readonly string[]): string {
  const named = domains.slice(0, mostNamed);
  const last = domains.length > mostNamed ? 'others' : named.pop();
  return named.length > 0 ? `${named.join(', ')} or ${last}` : (last ?? '');
}
