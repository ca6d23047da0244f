import { type ColumnWidths, columns, type WidthRange } from './width.ts';

export function clampWidth(width: number, { narrowest, widest }: WidthRange): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

/** What the cookies said, where they said anything sensible. */
export function knownWidths(cookieOf: (name: string) => string | null | undefined): ColumnWidths {
  const known = ({ cookie, range }: (typeof columns)[keyof typeof columns]) => {
    const text = cookieOf(cookie);
    const width = Number(text);
    return text && Number.isFinite(width) ? clampWidth(width, range) : range.usual;
  };
  return { sidebar: known(columns.sidebar), panel: known(columns.panel) };
}
