/** The words about whom a message mentions, while it is written. */
export const mentionWords = {
  outside: (names: string, count: number) =>
    `${names} ${count === 1 ? 'is' : 'are'} not in this channel and will not hear of it.`,
  add: (count: number) => (count === 1 ? 'Add them' : `Add all ${count}`),
  dismiss: 'Leave it so',
  notAdded: (reason: string) => `Not added: ${reason}`,
  ask: 'Mention everyone',
  question: (word: string, count: number) => `${word} mentions all ${count} members. Send it?`,
  questionHere: (word: string, count: number) =>
    `${word} mentions everyone who is online, of ${count} members. Send it?`,
  yes: 'Send',
  no: 'Keep writing',
} as const;
