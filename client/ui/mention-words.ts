/** The words about mentions, as a part of words.ts. */
export const mentionWords = {
  title: 'Mentions',
  none: 'Nobody has mentioned you yet',
  noneLead: 'Messages with your @handle, and those for everyone in a channel, are listed here.',
  more: 'Show more',
  failed: 'Your mentions could not be loaded.',
  offline: 'You are offline: these are the mentions in messages that this browser keeps.',
  noneKept: 'None of the messages that this browser keeps mentions you.',
  list: 'Messages that mention you',
  /** Between who wrote it and where. */
  in: 'in',
  inThread: (place: string) => `a thread in ${place}`,
  you: '(you)',
  forYou: 'Mentions you:',
  people: 'People',
  channels: 'Channels',
  notIn: 'Not in this conversation',
  everyone: (count: number) => (count === 1 ? 'The one member' : `All ${count} members`),
  here: 'Members who are online',
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
