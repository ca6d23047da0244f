import { z } from 'zod';
import { limits } from './limits.ts';
import { storableText } from './text.ts';

/** How every list is asked for: `q` narrows it, `cursor` is the last answer's `nextCursor`. */
export const listQuery = z.strictObject({
  q: storableText(limits.searchText).optional(),
  cursor: z.string().max(limits.cursor).optional(),
  limit: z.number().int().min(1).max(limits.page).default(limits.pageDefault),
});
export type ListQuery = z.infer<typeof listQuery>;

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface List<Item> {
  items: Item[];
  nextCursor: string | null;
}
