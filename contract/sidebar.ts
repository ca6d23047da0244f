import { z } from 'zod';
import { conversationId } from './ids.ts';
import { limits } from './limits.ts';
import { nameText } from './text.ts';

const conversationIds = z.array(conversationId).max(limits.arranged, 'That is too many conversations');

/** A part of the sidebar that its user made. */
const section = z.strictObject({
  id: z.uuid('This must be a UUID').toLowerCase(),
  name: nameText(limits.sectionName),
  /** It shows only what is unread, and where one is. */
  isCollapsed: z.boolean('This must be true or false'),
  conversationIds,
});

const layout = z.strictObject({
  /** In the order in which they stand. */
  sections: z.array(section).max(limits.sections, 'That is too many sections'),
  starred: conversationIds,
});

/** How one arranged one's conversations. Those that are named nowhere stand where their kind belongs. */
export const sidebar = layout.extend({
  /** Grows with every change: the later of two copies is the true one. */
  version: z.number().int(),
});
export type Sidebar = z.infer<typeof sidebar>;

/** The same without its version, and with ids as plain strings. */
export type SidebarLayout = z.input<typeof layout>;

/** All of it anew, made from the version `basedOn`. */
export const sidebarChange = layout
  .extend({ basedOn: z.number('This must be a number').int('This must be a whole number').min(0) })
  .superRefine(({ sections, starred }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const ids = [...starred, ...sections.flatMap((one) => one.conversationIds)];
    if (ids.length > limits.arranged) refuse('sections', 'That is too many conversations');
    if (new Set(ids).size < ids.length) refuse('sections', 'A conversation stands in one place only');
    if (new Set(sections.map(({ id }) => id)).size < sections.length)
      refuse('sections', 'Two sections have the same id');
  });
export type SidebarChange = z.infer<typeof sidebarChange>;
