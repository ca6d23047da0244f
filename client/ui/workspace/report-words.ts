import type { ReportMeasure, ReportReason } from '#contract/reports.ts';

export const reasonWords: Record<ReportReason, string> = {
  harassment: 'It harasses or bullies somebody',
  hate: 'It is hateful',
  violence: 'It threatens or praises violence',
  spam: 'It is spam or a fraud',
  private: 'It shows what is nobody else’s business',
  other: 'Something else',
};

export const reportWords = {
  lead: 'Messages that somebody asked you to look at. You see their text and files also where you are not a member. Those about you are for the other owners and admins.',
  which: 'Reports',
  open: 'Waiting',
  closed: 'Closed',
  none: 'No report waits.',
  noneClosed: 'No report was closed yet.',
  /** Names: the author, and where. */
  wrote: (author = '', where = '') => `${author} in ${where}`,
  direct: 'a direct conversation',
  reported: (who = '') => `Reported by ${who}`,
  reportedOwn: 'Reported; as you wrote it, you are not told by whom',
  several: (count: number) => `${count} reports of this message`,
  edited: 'Edited since. It says now:',
  gone: 'The message is deleted by now.',
  files: 'Files of the message',
  show: 'Show where it stands',
  act: 'Decide…',
  dismiss: 'Dismiss',
  dismissed: (who = '') => `${who} dismissed it`,
  ended: (who = '', what = '') => `${who}: ${what}`,
  somebody: 'Somebody',
  title: 'What to do about it',
  decideLead: (author: string) =>
    `Whoever reported it is told how it ended, by a direct message from you. ${author} is told of a warning the same way.`,
  decideOwnLead:
    'You wrote it yourself, and nobody else looks after reports. Whoever reported it is not named to you, and is not told how it ends.',
  measures: {
    remove: 'Remove the message',
    warn: 'Warn its author',
    suspend: 'Suspend its author',
  } satisfies Record<ReportMeasure, string>,
  hints: {
    remove: 'It goes for everybody, and cannot be brought back.',
    warn: 'They get a direct message from you, with their text and your words.',
    suspend: 'They are signed out at once and cannot come in until somebody lets them.',
  } satisfies Record<ReportMeasure, string>,
  said: {
    remove: 'removed the message',
    warn: 'warned its author',
    suspend: 'suspended its author',
  } satisfies Record<ReportMeasure, string>,
  warning: 'What the author is to know',
  decide: 'Close the report',
  closedNow: 'The report is closed.',
} as const;
