/** What is said around the workspace's pages; each section has its own words beside it. */
export const workspaceWords = {
  sections: 'The workspace',
  titles: {
    general: 'General',
    members: 'People',
    invitations: 'Invitations',
    channels: 'All channels',
    bots: 'Bots',
    webhooks: 'Webhooks',
    reports: 'Reports',
    audit: 'Audit log',
    usage: 'Usage',
    jobs: 'Failed jobs',
    data: 'Export',
  },
  refused: {
    title: 'This is not yours to see',
    lead: 'Owners and admins look after the workspace here.',
  },
} as const;

export const generalWords = {
  name: 'Workspace name',
  picture: 'Picture of the workspace',
  secondFactor: 'Require a second factor',
  secondFactorHint: 'Everybody sets one up before they come in.',
  createChannels: 'Members create public channels',
  createChannelsHint: 'Otherwise only owners and admins do. Private channels are everybody’s own.',
  linkPreviews: 'Show what links are about',
  linkPreviewsHint:
    'The server reads the pages that messages link to. Their owners see that, but not who wrote or reads it.',
  editMinutes: 'Minutes for which a message may be edited',
  editMinutesHint: 'Empty: for ever. It can always be deleted.',
  retention: 'Days that messages are kept',
  retentionHint:
    'Empty: for ever. Older messages are removed for good, except where a conversation says otherwise.',
} as const;
