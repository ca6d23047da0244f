/** The words about pinned messages, a part of words.ts that is fetched with them. */
export const pinWords = {
  title: 'Pinned messages',
  none: 'Nothing is pinned here',
  noneLead: 'Pin what everybody here should find again.',
  more: 'Show more',
  by: 'Pinned by',
  unpin: 'Unpin',
  offline: 'You are offline: these are the pinned messages that this browser keeps.',
  noneKept: 'You are offline, and this browser keeps none of the pinned messages.',
} as const;
