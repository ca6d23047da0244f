/** What is said around one's own settings; each section has its own words beside it. */
export const settingsWords = {
  sections: 'Your settings',
  titles: {
    profile: 'Profile',
    notifications: 'Notifications',
    display: 'Display',
    account: 'Email and password',
    security: 'Security',
    devices: 'Devices',
    tokens: 'Access tokens',
    data: 'Your data',
  },
  absent: { title: 'There is no such page', lead: 'Choose another one of your settings.' },
} as const;

export const displayWords = {
  offline: 'You are offline: this can be changed when you are back.',
  conversations: 'Conversations',
  previews: 'Previews of links',
  previewsHint:
    'Cards beneath a message that say what its links lead to. This is for you alone, on all your devices.',
} as const;

export const profileWords = {
  displayName: 'Display name',
  handle: 'Handle',
  handleHint:
    'Only you have it: it tells you from others of your name. It follows your name until you choose one.',
  picture: 'Picture',
  title: 'Title',
  titleHint: 'What you do here. You can leave it empty.',
  timeZone: 'Time zone',
  timeZoneHint: 'Others see on your card what time it is for you.',
  noTimeZone: 'Not shown to others',
  ownTimeZone: (zone: string) => `${zone.replaceAll('_', ' ')} (this browser’s)`,
  status: 'Status',
  noStatus: 'You have not said what you are up to.',
  setStatus: 'Set a status',
  quiet: 'Do not disturb',
  notQuiet: 'You may be disturbed.',
  setQuiet: 'Choose a time',
  until: (time: string) => `until ${time}`,
} as const;
