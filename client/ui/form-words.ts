/**
 * The words of the forms before the chat, and of what may stand in any page's place: every page loads those, and the
 * whole catalogue (words.ts, which has these too) would outweigh what shows them.
 */
export const formWords = {
  product: 'Parley',
  pageTitle: (name: string) => `${name} · Parley`,
  failure: 'Something went wrong. Try again.',
  refusedOffline: 'You are offline: nothing was changed. Try again when you are back.',

  account: {
    createTitle: 'Create your account',
    createLead: (workspace: string) => `Join ${workspace}.`,
    firstLead: 'You are the first here, so this account will own the workspace.',
    signInTitle: 'Sign in',
    signInLead: (workspace: string) => `Welcome back to ${workspace}.`,
    name: 'Name',
    email: 'Email',
    password: 'Password',
    passwordHint: 'At least 10 characters. A few plain words make a good one.',
    create: 'Create account',
    creating: 'Creating account…',
    signIn: 'Sign in',
    signingIn: 'Signing in…',
    refused: 'The email address or the password is not right',
    noAnswer: 'The server does not answer',
    showPassword: 'Show the characters',
    hidePassword: 'Hide the characters',
    haveAccount: 'You have an account already?',
    noAccount: 'You are new here?',
    closedTitle: 'Sign-up is closed',
    closed: 'New accounts are not open here. Ask the owner of this workspace to let you in.',
    signInInstead: 'Sign in instead',
  },

  error: {
    title: 'This page did not load',
    lead: 'Your messages are safe. Try again, and if it happens again, tell the person who runs this server.',
    again: 'Try again',
  },
} as const;
