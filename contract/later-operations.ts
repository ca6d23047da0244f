import { pollOperations } from './poll-operations.ts';
import { reminderOperations } from './reminders.ts';
import { scheduledOperations } from './scheduled.ts';

/** Rows of the one table, contract/operations.ts: of polls, and of what waits for its time. */
export const laterOperations = { ...pollOperations, ...scheduledOperations, ...reminderOperations } as const;
