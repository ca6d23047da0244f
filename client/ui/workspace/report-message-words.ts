export const reportMessageWords = {
  title: 'Report message',
  lead: 'The owners and admins of this workspace get the message as it is now, also if they are not in this conversation, and your name. Its author is not told who reported it.',
  reason: 'What is wrong with it',
  words: 'Anything else they should know (optional)',
  send: 'Report',
  sent: 'Reported. You are told how it ends.',
} as const;
