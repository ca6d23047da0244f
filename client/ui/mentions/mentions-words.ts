/** The words of the list of mentions. */
export const mentionsWords = {
  none: 'Nobody has mentioned you yet',
  noneLead: 'Messages with your @handle, and those for everyone in a channel, are listed here.',
  more: 'Show more',
  offline: 'You are offline: these are the mentions in messages that this browser keeps.',
  noneKept: 'None of the messages that this browser keeps mentions you.',
  list: 'Messages that mention you',
} as const;
