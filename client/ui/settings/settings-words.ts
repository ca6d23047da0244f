/** What is said around one's own settings; each section has its own words beside it. */
export const settingsWords = {
  sections: 'Your settings',
  titles: {
    profile: 'Profile',
    account: 'Email and password',
    security: 'Security',
    devices: 'Devices',
    tokens: 'Access tokens',
    data: 'Your data',
  },
  absent: { title: 'There is no such page', lead: 'Choose another one of your settings.' },
} as const;

export const profileWords = {
  displayName: 'Display name',
  handle: 'Handle',
  handleHint: 'Only you have it: it tells you from others of your name.',
} as const;
