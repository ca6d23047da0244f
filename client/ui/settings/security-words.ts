import { limits } from '#contract/limits.ts';

/** What is said where one guards one's own account. */
export const securityWords = {
  lead: 'With a second factor, somebody who has found out your password does not come in.',
  required: 'This workspace requires a second factor.',
  loading: 'Loading…',
  failed: 'This did not load.',
  again: 'Try again',
  password: 'Password',
  noPassword: `You have no password here. This is for the first ${limits.recentSignInMinutes} minutes after you signed in; later, sign out and sign in again first.`,
  code: 'Code',
  codeHint: 'From your authenticator app, or one of your recovery codes.',
  done: 'Done',

  app: {
    title: 'Authenticator app',
    lead: 'An app on your phone shows a new code every 30 seconds.',
    on: (since: string) => `On since ${since}`,
    setUp: 'Set up an app',
    dialogTitle: 'Set up an authenticator app',
    dialogLead: 'Scan this with the app, then type the code that it shows.',
    picture: 'QR code with the key below',
    key: 'Or type this key into the app',
    codeHint: 'The six digits that the app shows now.',
    turnOn: 'Turn on',
    turnOff: 'Turn off',
    turnOffTitle: 'Turn the app off?',
    turnOffLead: 'You will not be asked for its codes any more.',
  },

  passkeys: {
    title: 'Passkeys',
    lead: 'A passkey is kept on a device and opened with your finger, your face or a PIN. It signs you in without a password.',
    none: 'You have no passkeys.',
    unknown: 'This browser knows no passkeys at this address.',
    add: 'Add a passkey',
    name: 'Name',
    nameHint: 'What you will know it by, such as the name of the device.',
    namedAfter: 'This device',
    added: (day: string) => `Added ${day}`,
    used: (day: string) => `last used ${day}`,
    neverUsed: 'not used yet',
    remove: (name: string) => `Remove ${name}`,
    removeAction: 'Remove',
    removeTitle: (name: string) => `Remove the passkey “${name}”?`,
    removeLead:
      'It will not sign you in any more. The device may go on offering it until you delete it there, too.',
    notMade: 'No passkey was made: try again, or use another device.',
    knownAlready: 'This device has a passkey for this account already.',
  },

  recovery: {
    title: 'Recovery codes',
    left: (count: number) =>
      count === 0
        ? 'You have no codes left for the day on which your second factor is lost.'
        : `${count} of your codes ${count === 1 ? 'is' : 'are'} left. Each signs you in once when your second factor is lost.`,
    renew: 'Make new codes',
    renewTitle: 'Make new recovery codes?',
    renewLead: 'The codes that you have now will not count any more.',
    shownTitle: 'Your recovery codes',
    shownLead:
      'Keep them somewhere safe: they are shown this once. Each signs you in once when your second factor is lost.',
    copy: 'Copy',
    copied: 'The codes are copied',
    notCopied: 'The browser did not copy them: select them yourself',
  },

  signOn: {
    linked: (provider: string, since: string) => `You sign in with ${provider}, since ${since}.`,
    notLinked: (provider: string) => `You can sign in with ${provider} once your account is connected.`,
    connect: 'Connect',
    disconnect: 'Disconnect',
    disconnectTitle: (provider: string) => `Disconnect from ${provider}?`,
    disconnectLead: (provider: string) =>
      `You will sign in with your password. Whoever signs in with ${provider} and your address connects it again.`,
  },

  first: {
    title: 'Set up a second factor',
    lead: (workspace: string) =>
      `${workspace} requires one of everybody. Choose which; you can add the other later.`,
    ready: 'Your second factor is set up.',
    go: 'Continue',
    signOut: 'Sign out',
  },
} as const;
