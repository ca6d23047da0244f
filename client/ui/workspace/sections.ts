import {
  Archive,
  Bot,
  ChartNoAxesColumn,
  Flag,
  ListX,
  MailPlus,
  ScrollText,
  SlidersHorizontal,
  Webhook,
} from 'lucide-react';
import type { Me } from '#contract/users.ts';
import type { WorkspaceAction } from '#contract/workspace-actions.ts';
import type { Section } from '#ui/navigation/section-view.tsx';
import { Hash, Users } from '#ui/parts/icons.ts';
import { loadLater } from '#ui/parts/load-later.ts';
import { useOpenReports } from './use-open-reports.ts';
import { workspaceWords } from './workspace-words.ts';

const { titles } = workspaceWords;

/** A section for those who may do this. */
const whoMay =
  (action: WorkspaceAction) =>
  ({ may }: Me) =>
    may.includes(action);

/**
 * The workspace's pages, in the order of their links: general, members, invitations, channels, bots, webhooks,
 * reports, audit, usage, jobs, data.
 */
export const sections: readonly Section[] = [
  {
    name: 'general',
    title: titles.general,
    icon: SlidersHorizontal,
    isFor: whoMay('changeWorkspace'),
    content: loadLater(async () => (await import('./general.tsx')).General),
  },
  {
    name: 'members',
    title: titles.members,
    icon: Users,
    isFor: whoMay('manageMembers'),
    content: loadLater(async () => (await import('./members.tsx')).Members),
  },
  {
    name: 'invitations',
    title: titles.invitations,
    icon: MailPlus,
    isFor: whoMay('invite'),
    content: loadLater(async () => (await import('./invitations.tsx')).Invitations),
  },
  {
    name: 'channels',
    title: titles.channels,
    icon: Hash,
    isFor: whoMay('manageChannels'),
    content: loadLater(async () => (await import('./channels.tsx')).Channels),
  },
  {
    name: 'bots',
    title: titles.bots,
    icon: Bot,
    isFor: whoMay('manageBots'),
    content: loadLater(async () => (await import('./bots.tsx')).Bots),
  },
  {
    name: 'webhooks',
    title: titles.webhooks,
    icon: Webhook,
    isFor: whoMay('manageBots'),
    content: loadLater(async () => (await import('./webhooks.tsx')).Webhooks),
  },
  {
    name: 'reports',
    title: titles.reports,
    icon: Flag,
    isFor: whoMay('handleReports'),
    content: loadLater(async () => (await import('./reports.tsx')).Reports),
    count: useOpenReports,
  },
  {
    name: 'audit',
    title: titles.audit,
    icon: ScrollText,
    isFor: whoMay('readAudit'),
    content: loadLater(async () => (await import('./audit.tsx')).Audit),
  },
  {
    name: 'usage',
    title: titles.usage,
    icon: ChartNoAxesColumn,
    isFor: whoMay('readUsage'),
    content: loadLater(async () => (await import('./usage.tsx')).Usage),
  },
  {
    name: 'jobs',
    title: titles.jobs,
    icon: ListX,
    isFor: whoMay('changeWorkspace'),
    content: loadLater(async () => (await import('./jobs.tsx')).Jobs),
  },
  {
    name: 'data',
    title: titles.data,
    icon: Archive,
    isFor: whoMay('exportWorkspace'),
    content: loadLater(async () => (await import('./data.tsx')).Data),
  },
];
