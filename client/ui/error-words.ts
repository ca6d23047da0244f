/** The words of what stands in the place of a page that failed: every page loads them. */
export const errorWords = {
  pageTitle: 'This page did not load · Parley',
  title: 'This page did not load',
  lead: 'Your messages are safe. Try again, and if it happens again, tell the person who runs this server.',
  again: 'Try again',
} as const;
