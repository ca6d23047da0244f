/** The words of a conversation's details: loaded with them, and in no first page. */
export const detailsWords = {
  title: { channel: 'Channel details', direct: 'Conversation details' },
  about: 'About',
  name: 'Name',
  topic: 'Topic',
  description: 'Description',
  descriptionHint: 'What belongs here, and what one should know. Formatted like a message.',
  retentionDays: 'How long messages are kept',
  retentionHint:
    'In days; 0 is for ever, nothing is as in the whole workspace. Older messages are removed for good.',
  kept: (days: number | null) =>
    days ? `For ${days} ${days === 1 ? 'day' : 'days'}, then they are removed.` : 'For ever.',
  edit: {
    name: 'Edit the name',
    topic: 'Edit the topic',
    description: 'Edit the description',
    retentionDays: 'Change how long messages are kept',
  },
  none: {
    name: 'Called after its people.',
    topic: 'No topic yet.',
    description: 'No description yet.',
    retentionDays: 'As in the whole workspace.',
  },
  created: (who: string, day: string) => `Created by ${who} on ${day}`,
  createdOn: (day: string) => `Created on ${day}`,
  archivedOn: (day: string) => `Archived on ${day}`,

  pins: 'Pinned messages',
  files: 'Files',

  find: 'Find a member',
  membersOffline: 'You are offline: the members will be here when you are back.',
  creator: 'Creator',
  removing: {
    button: (name: string) => `Remove ${name}`,
    question: (name: string, channel: string) => `Take ${name} out of #${channel}?`,
    yes: 'Remove',
    no: 'Cancel',
  },

  notify: 'Change notifications',
  muted: 'Muted',

  leave: 'Leave channel',
  archive: 'Archive channel',
  unarchive: 'Unarchive channel',
  archived: 'The channel is archived',
  unarchived: 'The channel is back in use',
  delete: 'Delete channel',
  departing: {
    delete: {
      label: 'Delete channel',
      question: (name: string) =>
        `Delete #${name} and all its messages, for everyone? This cannot be undone.`,
      yes: 'Delete for good',
      no: 'Keep it',
    },
    leave: {
      label: 'Leave channel',
      question: (name: string) =>
        `You are the last one in #${name}. When you leave, it and all its messages are lost for good.`,
      yes: 'Leave for good',
      no: 'Stay',
    },
    archive: {
      label: 'Archive channel',
      question: (name: string) =>
        `Archive #${name}? It leaves everyone’s list and nobody can write in it, but it can be read and found. You can take this back.`,
      yes: 'Archive',
      no: 'Not now',
    },
  },
} as const;
