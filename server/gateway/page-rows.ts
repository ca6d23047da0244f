import { hash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

// What stands inside the row of an ordinary message is the same for everybody who reads it: it is drawn once, and stands
// as it is in every page after that. A row says itself what it was made of (client/ui/timeline/known-row.ts).

/** Rows of one page that is being drawn. */
export interface PageRows {
  /**
   * What to write inside the row of this message: a mark, where one that was made of exactly this is known; null: it has
   * to be drawn, and is known after that.
   */
  find(clientId: string, madeOf: string): string | null;
}

interface Drawing extends PageRows {
  /** The page with what is known in the place of each mark. */
  fill(page: string): string;
  /** Keeps what was drawn in it. */
  keep(page: string): void;
}

/** Rows that are kept, and UTF-16 units of all together. */
const most = { rows: 20_000, units: 16 * 1024 * 1024 };

/** Their markup, by a digest of what they were made of: what was asked for least lately comes first. */
const known = new Map<string, string>();
let units = 0;

/** Of the pages that are being drawn now, by what stands in the place of their cursor, which is drawn by lot. */
const drawings = new Map<string, Drawing>();

/** The rows of the page with this cursor; null: it is none of those that are drawn here now. */
export function rowsOf(cursor: string): PageRows | null {
  return drawings.get(cursor) ?? null;
}

/** Lets the page with this cursor use what is known, until it is answered. */
export function openRows(cursor: string, response: ServerResponse): Drawing {
  const mark = randomUUID();
  const found: string[] = [];
  const drawn = new Map<string, string>();
  const drawing: Drawing = {
    find(clientId, madeOf) {
      const key = hash('sha1', madeOf, 'base64url');
      const markup = recall(key);
      if (markup === undefined) {
        drawn.set(clientId, key);
        return null;
      }
      return `${mark}:${found.push(markup) - 1};`;
    },
    fill: (page) =>
      page.replaceAll(new RegExp(`${mark}:(\\d+);`, 'g'), (_mark, index) => found[Number(index)] ?? ''),
    keep(page) {
      if (drawn.size > 0) keepDrawn(page, drawn);
    },
  };
  drawings.set(cursor, drawing);
  response.once('close', () => drawings.delete(cursor));
  return drawing;
}

/** A row from its tag to its end. React escapes whatever could end one of both within. */
const row = /<article\b[^>]*\bdata-entry="([^"]+)"[^>]*>([\s\S]*?)<\/article>/g;

function keepDrawn(page: string, drawn: Map<string, string>): void {
  for (const [, clientId = '', markup = ''] of page.matchAll(row)) {
    const key = drawn.get(clientId);
    // Where React has named something, it has done so for that page.
    if (key !== undefined && !hasForeignIds(clientId, markup)) keep(key, markup);
  }
}

function hasForeignIds(clientId: string, markup: string): boolean {
  return [...markup.matchAll(/ id="([^"]*)"/g)].some(([, id = '']) => !id.startsWith(clientId));
}

function recall(key: string): string | undefined {
  const markup = known.get(key);
  if (markup === undefined) return;
  known.delete(key);
  known.set(key, markup);
  return markup;
}

function keep(key: string, markup: string): void {
  forget(key);
  // A part of the page's text would keep all of that in memory.
  const own = Buffer.from(markup).toString();
  known.set(key, own);
  units += own.length;
  for (const oldest of known.keys()) {
    if (known.size <= most.rows && units <= most.units) break;
    forget(oldest);
  }
}

function forget(key: string): void {
  units -= known.get(key)?.length ?? 0;
  known.delete(key);
}
