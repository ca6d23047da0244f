import { z } from 'zod';
import { refuseField } from '#contract/errors.ts';
import { storableText } from '#contract/text.ts';

/** A list's place: the sort text and the id of the last row shown. */
const place = z.tuple([storableText(200), z.uuid()]);
export type Place = z.infer<typeof place>;

export function encodeCursor(at: Place): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

/** Before every row: no sort text and no id comes earlier. */
export const listStart: Place = ['', '00000000-0000-0000-0000-000000000000'];

/** Reads a cursor back; an invented one is refused at its field. */
export function decodeCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw refuseField('cursor', 'This is not a cursor of this list');
  }
}

/** Cuts one row more than asked for into a page: `rows` were read with `limit + 1`. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toPlace: (row: Row) => Place,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(toPlace(last)) : null,
  };
}

/** Text to look for anywhere in a name, as a LIKE pattern with its wildcards taken literally. */
export function containing(text: string | undefined): string {
  return `%${(text ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
}
