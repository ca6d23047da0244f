/** Words of the page with the jobs that came to nothing. */
export const jobsWords = {
  lead: 'What Parley does behind the scenes (mails, exports, removing what is deleted) is tried again when it fails. What stands here was given up: mend the cause, then try again.',
  none: 'Nothing has failed for good.',
  label: 'Failed jobs',
  failed: (time: string) => `given up ${time}`,
  retry: 'Try again',
  retryLabel: (job: string) => `Try ${job} again`,
  retried: 'It is tried again.',
  discard: 'Discard',
  discardLabel: (job: string) => `Discard ${job}`,
  discarded: 'Discarded',
  noMail:
    'This server sends no mail: it writes each one to the folder “mail” of its data. Whoever runs it sets SMTP_URL to have mail sent.',
} as const;
