export const reportMessageWords = {
  title: 'Report message',
  lead: 'The owners and admins of this workspace get the message as it is now, with its files, also if they are not in this conversation, and your name. You are told how it ends. Its author gets none of this, unless nobody else looks after reports: then they see the report without your name, and you are told nothing.',
  reason: 'What is wrong with it',
  noReason: 'Choose what is wrong with it',
  words: 'Anything else they should know (optional)',
  send: 'Report',
  sent: 'Reported. You will hear how it ends.',
} as const;
