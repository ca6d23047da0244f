/** The words about commands, a part of words.ts that is fetched with the first one. */
export const commandWords = {
  unknown: (word: string) => `There is no command ${word}. Type / to see them all.`,
  sendAnyway: 'Send as a message',
  dismiss: 'Back to the text',
  needsText: (example: string) => `Something is missing. Write, for example: ${example}`,
  nobody: (handle: string) => `Nobody here is called ${handle}.`,
  invited: (names: string) => `${names} can read and write here now.`,
  topicSet: 'The topic is set.',
  muted: 'This conversation is muted.',
  unmuted: 'This conversation is not muted any more.',
  unfollowed: 'You do not follow this thread any more.',
  left: (name: string) => `You left ${name}.`,
  last: (name: string) =>
    `You are the last one in ${name}. When you leave, it and all its messages are lost for good.`,
  leave: 'Leave for good',
  stay: 'Stay',
  remindSet: (time: string) => `You will be reminded: ${time}`,
  remindPast: 'That time is over: choose one to come.',
  look: 'See it',
  pollOptions: (least: number, most: number) =>
    `A poll has ${least} to ${most} answers, each in quotation marks.`,
  pollSame: 'Two of the answers are the same.',
  pollLong: (question: number, option: number) =>
    `A question has up to ${question} characters, an answer up to ${option}.`,
  examples: {
    me: '/me waves',
    topic: '/topic Plans for the spring',
    invite: '/invite @ada',
    dm: '/dm @ada Have you seen this?',
    remind: '/remind me in 20 minutes to call Bo',
    poll: '/poll "Where to?" "The lake" "The hills"',
  },
} as const;
