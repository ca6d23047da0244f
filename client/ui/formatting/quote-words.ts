/** The words on the card of a quoted message. */
export const quoteWords = {
  go: 'Go to message',
  direct: 'Direct message',
  inThread: (place: string) => `Thread in ${place}`,
} as const;
