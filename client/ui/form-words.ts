/**
 * The words of what may stand in any page's place: every page loads those, and the whole catalogue (words.ts, which has
 * these too) would outweigh what shows them.
 */
export const formWords = {
  product: 'Parley',
  pageTitle: (name: string) => `${name} · Parley`,
  failure: 'Something went wrong. Try again.',
  refusedOffline: 'You are offline: nothing was changed. Try again when you are back.',

  error: {
    title: 'This page did not load',
    lead: 'Your messages are safe. Try again, and if it happens again, tell the person who runs this server.',
    again: 'Try again',
  },
} as const;
