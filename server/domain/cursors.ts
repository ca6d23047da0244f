import { z } from 'zod';
import { refuseField } from '#contract/errors.ts';
import { storableText } from '#contract/text.ts';
import { countFitting } from './answer-bytes.ts';

/** A position in a list: the sort text and the id of the last row shown. */
const position = z.tuple([storableText(200), z.uuid()]);
type Position = z.infer<typeof position>;

export function encodeCursor(at: Position): string {
  return Buffer.from(JSON.stringify(at)).toString('base64url');
}

/** Before every row: no sort text and no id comes earlier. */
export const listStart: Position = ['', '00000000-0000-0000-0000-000000000000'];

/** Reads a cursor back; an invented one is refused at its field. */
export function decodeCursor(cursor: string | undefined): Position | null {
  if (cursor === undefined) return null;
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw refuseField('cursor', 'This is not a cursor of this list');
  }
}

/**
 * Makes a page of rows that were read with `limit + 1`: `limit` of them, fewer when they would take more than one
 * answer's bytes, and at least one.
 */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toPosition: (row: Row) => Position,
): { items: Item[]; nextCursor: string | null } {
  const found = rows.slice(0, limit).map(toItem);
  const items = found.slice(0, countFitting(found));
  const last = rows[items.length - 1];
  return {
    items,
    nextCursor: rows.length > items.length && last ? encodeCursor(toPosition(last)) : null,
  };
}

/** Reads the cursor of a list by time back: when the last row was, and its id. An invented one is refused. */
export function decodeTimeCursor(cursor: string | undefined): [at: Date, id: string] | null {
  const found = decodeCursor(cursor);
  if (!found) return null;
  const at = new Date(found[0]);
  if (!z.iso.datetime().safeParse(found[0]).success || !(at.getTime() > 0))
    throw refuseField('cursor', 'This is not a cursor of this list');
  return [at, found[1]];
}

/** Text to look for anywhere in a name, as a LIKE pattern with its wildcards taken literally. */
export function containing(text: string | undefined): string {
  return `%${(text ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`;
}
