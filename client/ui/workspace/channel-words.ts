import type { ManagedChannelQuery } from '#contract/managed-channels.ts';

type State = NonNullable<ManagedChannelQuery['state']>;

export const channelWords = {
  lead: 'All channels there are. Of a private one that you are not in you see that it is there, not what is said in it.',
  show: 'Show',
  all: 'All',
  states: {
    used: 'In use',
    archived: 'Archived',
    default: 'Joined by newcomers',
    ownerless: 'Without a manager',
  } satisfies Record<State, string>,
  none: 'No channel fits.',
  private: 'Private',
  archived: 'Archived',
  isDefault: 'Newcomers join it',
  ownerless: 'Nobody manages it',
  managedBy: (name = '') => `Managed by ${name}`,
  members: ['member', 'members'],
  messages: ['message', 'messages'],
  lastAt: (time: string) => `last one: ${time}`,
  rename: 'Rename…',
  archive: 'Archive',
  restore: 'Bring back from the archive',
  makeDefault: 'Have newcomers join it',
  makeOrdinary: 'Newcomers no longer join it',
  takeOver: 'Take it over…',
  delete: 'Delete…',
  renameTitle: 'Rename channel',
  name: 'Name',
  takeOverTitle: (name: string) => `Take over ${name}`,
  takeOverLead:
    'Whoever managed it is in it no more. You become its manager and a member, also if it is private: you can read it from then on. A message of yours tells the channel.',
  takeOverYes: 'Take over',
  deleteTitle: (name: string) => `Delete ${name}`,
  deleteLead: (messages: string) =>
    `The channel, ${messages} and all its threads go for everybody, for good. They cannot be brought back.`,
  deleteYes: 'Delete channel',
  done: {
    archived: 'Archived',
    restored: 'Brought back',
    default: 'Newcomers join it from now on',
    ordinary: 'Newcomers no longer join it',
  },
  deletions: 'Being deleted',
  progress: (gone: string, total: string) => `${gone} of ${total} messages removed`,
} as const;
