import { limits } from '#contract/limits.ts';

export const dataWords = {
  lead: 'Take the whole workspace along: people with their email addresses, channels, threads, messages with their edits and reactions, read positions, the audit log and the settings, with the same numbers. Passwords, sessions and invitations are not in it.',
  everything: 'Everybody’s private conversations',
  everythingHint:
    'Also private channels and direct conversations that you are not in, and what people saved and arranged for themselves. Tell people before you do this: whoever has the file reads all of it. The audit log says that you did.',
  password: 'Your password',
  passwordHint: `To make sure that it is you. If you sign in without one, leave it empty and sign in again first, unless you did in the last ${limits.recentSignInMinutes} minutes.`,
  make: 'Export the workspace',
  importTitle: 'Bring it into another Parley',
  importLead:
    'On the new machine, with an empty Parley that is not running. It may be stopped and run again; in the end it says what it did.',
  importCommand: 'npm run import -- FILE',
} as const;
