/** The words of jumping to a date, loaded with it. */
export const jumpWords = {
  title: 'Jump to a date',
  lead: 'The first message of that day, or the first one after it.',
  beginning: 'The very beginning',
  lastWeek: 'A week ago',
  lastMonth: 'A month ago',
  date: 'Date',
  go: 'Jump',
  noDate: 'Choose a day',
  nothingSince: (day: string) => `Nothing was written on ${day} or later: this is the newest message.`,
  keptFrom: (day: string) => `You are offline: messages from ${day} on are kept here.`,
  keptNothing: 'You are offline, and no messages of this conversation are kept here.',
} as const;
