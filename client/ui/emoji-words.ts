/** The words about emoji and reactions, as a part of words.ts. */
export const emojiWords = {
  completion: {
    found: (count: number) => (count === 1 ? '1 suggestion' : `${count} suggestions`),
  },
  emoji: {
    list: 'Emoji',
    open: 'Emoji',
    addReaction: 'Add reaction',
    react: (emoji: string) => `React with ${emoji}`,
    whoReacted: 'Who reacted',
    reactions: 'Reactions',
    noReactions: 'Nobody has reacted yet.',
    people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    you: 'You',
    others: (count: number) => (count === 1 ? 'and 1 other' : `and ${count} others`),
  },
} as const;
