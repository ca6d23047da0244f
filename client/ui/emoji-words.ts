/** The words about emoji and reactions, as a part of words.ts. */
export const emojiWords = {
  completion: {
    found: (count: number) => (count === 1 ? '1 suggestion' : `${count} suggestions`),
  },
  emoji: {
    list: 'Emoji',
    title: 'Choose an emoji',
    open: 'Emoji',
    search: 'Search emoji',
    categories: 'Categories',
    /** In the order of the picker: what one uses, then the groups of Unicode. */
    sections: [
      'Often used',
      'Smileys and emotion',
      'People and body',
      'Animals and nature',
      'Food and drink',
      'Travel and places',
      'Activities',
      'Objects',
      'Symbols',
      'Flags',
    ],
    found: 'Found',
    nothing: 'No emoji is called that.',
    toneTitle: 'Skin tone',
    tone: (tone: string) => `Skin tone: ${tone}`,
    addReaction: 'Add reaction',
    react: (emoji: string) => `React with ${emoji}`,
    whoReacted: 'Who reacted',
    reactions: 'Reactions',
    noReactions: 'Nobody has reacted yet.',
    people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    you: 'You',
    others: (count: number) => (count === 1 ? 'and 1 other' : `and ${count} others`),
    tones: ['none', 'light', 'medium-light', 'medium', 'medium-dark', 'dark'],
  },
} as const;
