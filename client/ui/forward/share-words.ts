/** The words about taking in what another app shares. */
export const shareWords = {
  title: 'Share with',
} as const;
