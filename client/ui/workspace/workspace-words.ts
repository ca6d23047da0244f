/** What is said around the workspace's pages; each section has its own words beside it. */
export const workspaceWords = {
  sections: 'The workspace',
  titles: {
    general: 'General',
    members: 'People',
    invitations: 'Invitations',
    channels: 'Channels',
    bots: 'Bots',
    reports: 'Reports',
    audit: 'Audit log',
    usage: 'Usage',
    data: 'Export',
  },
  refused: {
    title: 'This is not yours to see',
    lead: 'Owners and admins look after the workspace here.',
  },
} as const;

export const generalWords = {
  name: 'Workspace name',
  retention: 'Days that messages are kept',
  retentionHint:
    'Nothing is for ever. Older messages are removed for good, except where a conversation says otherwise.',
} as const;
