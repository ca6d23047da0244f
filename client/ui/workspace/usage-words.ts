import type { Role } from '#contract/users.ts';

export const usageWords = {
  taken: (time: string) => `Counted at ${time}. Refreshed every ten minutes.`,
  waiting: 'Being counted…',
  failed: 'The numbers could not be had.',
  again: 'Try again',
  people: 'People',
  roles: { owner: 'Owners', admin: 'Admins', member: 'Members', guest: 'Guests' } satisfies Record<
    Role,
    string
  >,
  suspended: 'Suspended',
  removed: 'Removed',
  bots: 'Bots',
  active: 'Active',
  active7: 'In the last 7 days',
  active30: 'In the last 30 days',
  channels: 'Channels',
  public: 'Public',
  private: 'Private',
  archived: 'Archived',
  storage: 'Storage',
  database: 'Database',
  files: 'Files',
  messages: 'Messages in 30 days',
  total: (count: string) => `${count} messages; days in UTC.`,
  day: (day: string, count: string) => `${day}: ${count}`,
  table: 'Messages of each day',
  showTable: 'Show as a table',
  dayColumn: 'Day',
  countColumn: 'Messages',
  offline: 'You are offline: the numbers are on the server.',
} as const;
