/** The words of the list of what is unread. */
export const unreadsWords = {
  threadIn: (name: string) => `Thread in ${name}`,
  about: (place: string, text: string) => `${place}: ${text}`,
  none: 'Nothing is unread',
  noneLead: 'What is written from now on shows up here until you have read it.',
  markRead: (name: string) => `Mark ${name} as read`,
  allRead: 'All marked as read',
  undo: 'Undo',
  undoLong: 'Undo marking all as read',
  more: (count: string) => `${count} more`,
  notKept: 'These messages are not kept here. They will load when you are back.',
} as const;
