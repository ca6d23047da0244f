/** The words of what stands in the composer's place. */
export const joinWords = {
  join: 'Join channel',
  lead: (name: string) => `You are looking at #${name}.`,
  unarchive: 'Unarchive',
} as const;
