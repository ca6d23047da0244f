import { z } from 'zod';
import { clientId, reminderId } from './ids.ts';
import { limits } from './limits.ts';
import { listOf, listQuery } from './lists.ts';
import { moment } from './moments.ts';
import { storableText } from './text.ts';

/** Something one wants to be reminded of, in one's own words. Of a message that was saved: contract/saved.ts. */
export const reminder = z.strictObject({
  id: reminderId,
  text: z.string(),
  /** Its time may have come: then it stays until it is ended, or gets another time. */
  remindAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});
export type Reminder = z.infer<typeof reminder>;

const reminderText = storableText(limits.reminderText).refine((text) => text.trim() !== '', {
  message: 'Write what to be reminded of',
});

export const newReminder = z.strictObject({
  /** Made by whoever asks: the same one again answers the reminder that is there. */
  clientId,
  text: reminderText,
  remindAt: moment,
});
export type NewReminder = z.infer<typeof newReminder>;

/** What is not given stays as it is. */
export const reminderPatch = z.strictObject({
  id: reminderId,
  text: reminderText.optional(),
  remindAt: moment.optional(),
});
export type ReminderPatch = z.infer<typeof reminderPatch>;

/** Rows of the one table, contract/operations.ts. */
export const reminderOperations = {
  'reminder:create': {
    method: 'POST',
    path: '/reminders',
    input: newReminder,
    output: reminder,
    rate: 'write',
    status: 201,
  },
  'reminder:list': {
    method: 'GET',
    path: '/reminders',
    input: listQuery.pick({ cursor: true, limit: true }),
    output: listOf(reminder),
    rate: 'read',
  },
  'reminder:update': {
    method: 'PATCH',
    path: '/reminders/{id}',
    input: reminderPatch,
    output: reminder,
    rate: 'write',
  },
  'reminder:delete': {
    method: 'DELETE',
    path: '/reminders/{id}',
    input: z.strictObject({ id: reminderId }),
    output: z.null(),
    rate: 'write',
  },
} as const;
