/** The words about the reactions to a message. */
export const reactionWords = {
  react: (emoji: string) => `React with ${emoji}`,
  whoReacted: 'Who reacted',
  reactions: 'Reactions',
  noReactions: 'Nobody has reacted yet.',
  people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  you: 'You',
  others: (count: number) => (count === 1 ? 'and 1 other' : `and ${count} others`),
} as const;
