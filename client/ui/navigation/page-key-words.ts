import type { PageKeyName } from './page-keys.ts';

/** What each key does that works anywhere. */
export const pageKeyWords = {
  switcher: 'Jump to a conversation, person or action',
  jump: 'Jump to a date in this conversation',
  search: 'Search messages',
  previous: 'Previous conversation',
  next: 'Next conversation',
  previousUnread: 'Previous unread conversation',
  nextUnread: 'Next unread conversation',
  markAllRead: 'Mark everything as read',
  nextPart: 'Next part: list, messages, composer',
  previousPart: 'Previous part: list, messages, composer',
  help: 'This list, from anywhere',
  question: 'This list, outside a text field',
} as const satisfies Record<PageKeyName, string>;
