import { Archive, MailPlus, SlidersHorizontal } from 'lucide-react';
import type { Me } from '#contract/users.ts';
import type { WorkspaceAction } from '#contract/workspace-actions.ts';
import type { Section } from '#ui/navigation/section-view.tsx';
import { loadLater } from '#ui/parts/load-later.ts';
import { workspaceWords } from './workspace-words.ts';

const { titles } = workspaceWords;

/** A section for those who may do this. */
const whoMay =
  (action: WorkspaceAction) =>
  ({ may }: Me) =>
    may.includes(action);

/**
 * The workspace's pages, in the order of their links: general, members, invitations, channels, bots, reports, audit,
 * usage, data.
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
    name: 'invitations',
    title: titles.invitations,
    icon: MailPlus,
    isFor: whoMay('invite'),
    content: loadLater(async () => (await import('./invitations.tsx')).Invitations),
  },
  {
    name: 'data',
    title: titles.data,
    icon: Archive,
    isFor: whoMay('exportWorkspace'),
    content: loadLater(async () => (await import('./data.tsx')).Data),
  },
];
