import { z } from 'zod';
import { role } from './users.ts';

const count = z.number().int();

/** The workspace in a few numbers. */
export const usage = z.strictObject({
  /** When they were counted: up to ten minutes ago. */
  takenAt: z.iso.datetime(),
  /** People who may come in, by role. */
  people: z.record(role, count),
  suspended: count,
  removed: count,
  bots: count,
  /** Whose device was used within as many days. */
  activeIn7Days: count,
  activeIn30Days: count,
  publicChannels: count,
  privateChannels: count,
  archivedChannels: count,
  /** Messages of each of the last 30 days, in UTC, the oldest first; deleted ones are not among them. */
  days: z.array(z.strictObject({ day: z.iso.date(), messages: count })),
  /** Bytes. */
  databaseSize: count,
  filesSize: count,
  /** Bytes that files may take; null: as many as there is room for. */
  filesQuota: count.nullable(),
});
export type Usage = z.infer<typeof usage>;

export const usageOperations = {
  'usage:get': {
    method: 'GET',
    path: '/workspace/usage',
    input: z.strictObject({}),
    output: usage,
    rate: 'read',
  },
} as const;
