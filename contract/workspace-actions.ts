import { z } from 'zod';

/** What depends on the role alone (server/domain/workspace-permissions.ts); what a conversation allows travels with it. */
export const workspaceAction = z.enum([
  // Everybody in the workspace is found and written to; without it, whom one shares a conversation with.
  'seeEveryone',
  'startDirect',
  'createPublicChannel',
  'createPrivateChannel',
  'joinPublicChannels',
  'invite',
  'inviteGuests',
  'report',
  'createToken',
  // Name, picture, rules of signing up and in, limits.
  'changeWorkspace',
  // Roles below one's own, suspending, removing, signing out, links to a new password.
  'manageMembers',
  'manageOwners',
  'manageChannels',
  'manageBots',
  'handleReports',
  'readAudit',
  'readUsage',
  'exportWorkspace',
]);
export type WorkspaceAction = z.infer<typeof workspaceAction>;
