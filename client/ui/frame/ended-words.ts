import type { SessionEnd } from '#contract/events.ts';

const reasons: Record<SessionEnd, string> = {
  signed_out: 'You signed out in this browser, or somebody else signed in here.',
  signed_out_elsewhere:
    'This device was signed out: from another one of yours, or by somebody who looks after the workspace.',
  expired: 'This device was not used for a long time.',
  password_changed: 'Your password was changed.',
  suspended: 'Your account is suspended. Ask an owner or admin of the workspace.',
  removed: 'Your account was removed from this workspace. Ask an owner or admin of it.',
};

/** What is said where a session has ended. */
export const endedWords = {
  title: 'You are signed out',
  because: (reason: SessionEnd | null) => (reason ? reasons[reason] : 'This session has ended.'),
  kept: 'What you wrote and did not send stays here until you sign in again.',
  signInAgain: 'Sign in again',
} as const;
