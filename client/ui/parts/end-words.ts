export const endWords = {
  in30Minutes: 'In 30 minutes',
  in1Hour: 'In 1 hour',
  in4Hours: 'In 4 hours',
  today: 'At the end of today',
  thisWeek: 'At the end of this week',
  for30Minutes: 'For 30 minutes',
  for1Hour: 'For 1 hour',
  for4Hours: 'For 4 hours',
  untilTomorrow: 'Until tomorrow',
} as const;
