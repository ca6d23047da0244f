/** The words on the card of a page that a message links to. */
export const linkWords = {
  remove: 'Remove preview',
  notRemoved: 'The preview was not removed: try again.',
} as const;
