/** The words of what a word can become while one writes it. */
export const completionWords = {
  found: (count: number) => (count === 1 ? '1 suggestion' : `${count} suggestions`),
  people: 'People',
  channels: 'Channels',
  notIn: 'Not in this conversation',
  everyone: (count: number) => (count === 1 ? 'The one member' : `All ${count} members`),
  here: 'Members who are online',
} as const;
