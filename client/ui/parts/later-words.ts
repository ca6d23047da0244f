/** The words about times to come, a part of words.ts that is fetched with what asks for one. */
export const laterWords = {
  own: 'Another day and time',
  past: 'Choose a time to come.',
  in20Minutes: 'In 20 minutes',
  in1Hour: 'In 1 hour',
  in3Hours: 'In 3 hours',
  today: 'Today at 13:00',
  tomorrow: 'Tomorrow at 9:00',
  monday: 'Next Monday at 9:00',
} as const;
