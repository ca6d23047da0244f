import { limits } from '#contract/limits.ts';
import type { SidebarLayout } from '#contract/sidebar.ts';

/** Where a conversation stands: a section of one's own by its id, among the starred, or (null) where its kind belongs. */
export type Place = string | null;
export const starredPlace = 'starred';

/**
 * What can be done to the sidebar. Each says what is meant and not what comes of it, so that it can be laid over
 * whatever another device made of it meanwhile, and changes nothing the second time. `before`: what it comes to stand
 * in front of; null for the end.
 */
export type SidebarCommand =
  | { kind: 'place'; conversationId: string; place: Place; before: string | null }
  | { kind: 'make' | 'rename'; id: string; name: string }
  | { kind: 'remove'; id: string }
  | { kind: 'order'; id: string; before: string | null }
  | { kind: 'collapse'; id: string; isCollapsed: boolean };

type Section = SidebarLayout['sections'][number];

/** Pure: the sidebar after a command; the same one when there is nothing to do. */
export function arranged(layout: SidebarLayout, command: SidebarCommand): SidebarLayout {
  const { sections } = layout;
  switch (command.kind) {
    case 'place':
      return placed(layout, command);
    case 'make':
      return canMake(layout) && !sections.some(({ id }) => id === command.id)
        ? { ...layout, sections: [...sections, newSection(command)] }
        : layout;
    case 'rename':
      return withSection(layout, command.id, (section) => ({ ...section, name: command.name }));
    case 'collapse':
      return withSection(layout, command.id, (section) => ({ ...section, isCollapsed: command.isCollapsed }));
    case 'remove':
      return { ...layout, sections: sections.filter(({ id }) => id !== command.id) };
    case 'order':
      return ordered(layout, command);
  }
}

/** Whether there may be one more section. */
export function canMake({ sections }: SidebarLayout): boolean {
  return sections.length < limits.sections;
}

export function placeOf({ starred, sections }: SidebarLayout, conversationId: string): Place {
  if (starred.includes(conversationId)) return starredPlace;
  return sections.find(({ conversationIds }) => conversationIds.includes(conversationId))?.id ?? null;
}

/** Whether two say the same. */
export function isSameLayout(one: SidebarLayout, other: SidebarLayout): boolean {
  const text = ({ starred, sections }: SidebarLayout) =>
    JSON.stringify([
      starred,
      sections.map(({ id, name, isCollapsed, conversationIds }) => [id, name, isCollapsed, conversationIds]),
    ]);
  return text(one) === text(other);
}

/** What a command is about: the later of two that are about the same is what counts. */
export function subjectOf(command: SidebarCommand): string {
  return `${command.kind} ${command.kind === 'place' ? command.conversationId : command.id}`;
}

function newSection({ id, name }: { id: string; name: string }): Section {
  return { id, name, isCollapsed: false, conversationIds: [] };
}

function placed(
  layout: SidebarLayout,
  { conversationId, place, before }: Extract<SidebarCommand, { kind: 'place' }>,
): SidebarLayout {
  const isThere = place === null || place === starredPlace || layout.sections.some(({ id }) => id === place);
  if (!isThere || before === conversationId) return layout;
  const isFull = placeOf(layout, conversationId) === null && countOf(layout) >= limits.arranged;
  if (isFull) return layout;
  const listFor = (list: string[], own: Place) =>
    place === own ? inserted(list, conversationId, before) : without(list, conversationId);
  return {
    starred: listFor(layout.starred, starredPlace),
    sections: layout.sections.map((section) => ({
      ...section,
      conversationIds: listFor(section.conversationIds, section.id),
    })),
  };
}

function ordered(
  layout: SidebarLayout,
  { id, before }: Extract<SidebarCommand, { kind: 'order' }>,
): SidebarLayout {
  const moved = layout.sections.find((section) => section.id === id);
  if (!moved || before === id) return layout;
  const rest = layout.sections.filter((section) => section !== moved);
  const index = rest.findIndex((section) => section.id === before);
  return { ...layout, sections: rest.toSpliced(index < 0 ? rest.length : index, 0, moved) };
}

function withSection(
  layout: SidebarLayout,
  id: string,
  change: (section: Section) => Section,
): SidebarLayout {
  return {
    ...layout,
    sections: layout.sections.map((section) => (section.id === id ? change(section) : section)),
  };
}

function inserted(list: string[], id: string, before: string | null): string[] {
  const rest = without(list, id);
  const index = before === null ? -1 : rest.indexOf(before);
  return rest.toSpliced(index < 0 ? rest.length : index, 0, id);
}

function without(list: string[], id: string): string[] {
  return list.filter((other) => other !== id);
}

function countOf({ starred, sections }: SidebarLayout): number {
  return sections.reduce((sum, { conversationIds }) => sum + conversationIds.length, starred.length);
}
