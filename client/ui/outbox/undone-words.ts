/** The words about what was refused, a part of words.ts that is fetched with them. */
export const undoneWords = {
  notPinned: (reason: string | null) => `Pin not changed: ${reason}`,
  notSaved: (reason: string | null) => `Not saved for later: ${reason}`,
  notDeleted: (reason: string | null) => `Message not deleted: ${reason}`,
  notRestored: (reason: string | null) => `Message not brought back: ${reason}`,
  notVoted: (reason: string | null) => `Vote not counted: ${reason}`,
  notClosed: (reason: string | null) => `Poll not closed: ${reason}`,
  full: 'Too much waits to be sent already.',
  notReacted: (reason: string | null) => `Reaction not changed: ${reason}`,
} as const;
