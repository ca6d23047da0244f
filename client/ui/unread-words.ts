/** The words about what is unread, and how much of that one wants to notice. */
export const unreadWords = {
  unreads: {
    title: 'Unreads',
    none: 'Nothing is unread',
    noneLead: 'What is written from now on shows up here until you have read it.',
    markAll: 'Mark all read',
    markRead: (name: string) => `Mark ${name} as read`,
    markUnread: 'Mark unread from here',
    markedUnread: 'Marked as unread from here',
    allRead: 'All marked as read',
    undo: 'Undo',
    undoLong: 'Undo marking all as read',
    more: (count: string) => `${count} more`,
    notKept: 'These messages are not kept here. They will load when you are back.',
  },

  notify: {
    title: 'Notifications',
    muted: 'Notifications: muted',
    lead: 'For you alone, on all your devices.',
    level: 'What reaches the title of the page and the icon of the app',
    levels: { all: 'Everything', mentions: 'Mentions only', nothing: 'Nothing' },
    hints: {
      all: 'A dot for anything unread, a number for mentions and direct messages.',
      mentions: 'Only the number of mentions and direct messages.',
      nothing: 'Neither. It still stands out in the list.',
    },
    mute: 'Mute',
    muteHint:
      'Greyed in the list, not among Unreads, and counted nowhere. Mentions of you are still shown there.',
  },
} as const;
