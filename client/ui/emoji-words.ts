/** The words about emoji and reactions, as a part of words.ts. */
export const emojiWords = {
  completion: {
    found: (count: number) => (count === 1 ? '1 suggestion' : `${count} suggestions`),
  },
  emoji: {
    list: 'Emoji',
  },
} as const;
