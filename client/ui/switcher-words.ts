/** The words of the switcher and of the keys that work anywhere. */
export const switcherWords = {
  title: 'Jump to a conversation',
  keys: 'Ctrl K',
  label: 'Conversation, person or action',
  placeholder: 'Where to?',
  nothing: 'Nothing is called that.',
  sections: {
    recent: 'Recent',
    conversations: 'Conversations',
    people: 'People',
    views: 'Overview',
    message: 'This message',
    actions: 'Actions',
    search: 'Search',
  },
  unread: (count: string) => `${count} unread`,
  public: 'Public channel',
  theme: { system: 'Use the theme of the system', light: 'Use the light theme', dark: 'Use the dark theme' },
  search: (query: string) => `Search messages for “${query}”`,
} as const;

export const keyWords = {
  page: {
    switcher: 'Jump to a conversation, person or action',
    jump: 'Jump to a date in this conversation',
    search: 'Search messages',
    previous: 'Previous conversation',
    next: 'Next conversation',
    previousUnread: 'Previous unread conversation',
    nextUnread: 'Next unread conversation',
    markAllRead: 'Mark everything as read',
    previousPart: 'Previous part: list, messages, composer',
    nextPart: 'Next part: list, messages, composer',
    help: 'This list, from anywhere',
    question: 'This list, outside a text field',
  },
  noUnread: 'Nothing else is unread',
} as const;
