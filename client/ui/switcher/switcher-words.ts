/** The words of the switcher. */
export const switcherWords = {
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
