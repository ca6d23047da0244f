/**
 * The words of every form, those before the chat included: the whole catalogue (words.ts, which has these too) would outweigh
 * what shows them there.
 */
export const formWords = {
  product: 'Parley',
  pageTitle: (name: string) => `${name} · Parley`,
  failure: 'Something went wrong. Try again.',
  refusedOffline: 'You are offline: nothing was changed. Try again when you are back.',
} as const;
