/** The words of the pages on which one comes by a new password, or confirms an address. */
export const wayBackWords = {
  forgotten: 'Forgot your password?',
  signIn: 'Sign in',
  open: 'Open Parley',

  forgot: {
    title: 'A new password',
    lead: 'We send a link to the address of your account.',
    send: 'Send the link',
    sending: 'Sending…',
    done: 'If there is an account with this address, a link is on its way to it. It works for an hour. Look into the folder for spam, too.',
    noMail:
      'This server sends no mail. Ask an owner or admin of the workspace for a link to a new password: they make one under Workspace › People.',
  },

  reset: {
    title: 'Choose a new password',
    lead: 'All your devices are signed out by it.',
    save: 'Save the password',
    saving: 'Saving…',
    done: 'Your password is changed, and your devices are signed out. Sign in with the new one.',
  },

  confirm: {
    title: 'Confirm your address',
    lead: (email: string) => `${email} is to be the address of your account.`,
    save: 'Confirm the address',
    saving: 'Confirming…',
    done: 'This is the address of your account now.',
  },

  stopDigest: {
    title: 'Stop the digests?',
    lead: 'You then get no more mail about what you missed. In your settings you can have it again.',
    save: 'Stop the digests',
    saving: 'Stopping…',
    done: 'You get no more digests.',
  },

  /** What a link that does not count says of itself. */
  faults: {
    expired: ['This link has expired', 'Links work for a limited time. Ask for a new one.'],
    used: ['This link has been used', 'Each link counts once. Ask for a new one if you need it.'],
    unknown: [
      'This link does not count',
      'It may not be copied whole, or a newer one has taken its place. Ask for a new one if you need it.',
    ],
  },
  askAgain: 'Ask for a new link',
} as const;
