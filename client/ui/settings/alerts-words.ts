/** Words of the page on which one says how one wants to be told. */
export const alertsWords = {
  offline: 'You are offline: what stands here may be old, and cannot be changed.',

  device: 'On this device',
  on: 'Notifications',
  onHint: 'What is written to you directly, what mentions you, threads that you follow, and reminders.',
  pushed:
    'You are told here even while Parley is closed. What is shown passes the push service of your browser encrypted for this device.',
  setting: 'Setting this device up…',
  open: 'You are told here while Parley is open. The push service of this browser cannot be reached: in the meantime a tab has to stay open.',
  sound: 'Sound',
  soundHint: 'Two soft tones, while Parley is open in a tab.',
  test: 'Send a test',
  testing: 'Sending…',

  quiet: 'Quiet hours',
  quietLead: 'Every day you are not disturbed from the first time to the second. Reminders come after that.',
  quietOn: 'Keep quiet hours',
  quietZone: (zone: string) => `By the clock of ${zone.replaceAll('_', ' ')}.`,
  from: 'From',
  to: 'To',
  save: 'Save',
  saved: 'Saved',

  digest: 'Digest by mail',
  digestLead:
    'What asked for you and waited unread for so long, in one mail. What you read meanwhile is left out.',
  digests: { 0: 'Never', 1: 'After an hour', 4: 'After four hours', 24: 'After a day' },
  noMail: 'This server sends no mail yet: what it would send is written to a folder there.',

  levels: 'How much you notice of a conversation stands in its details.',
} as const;
