import type { Emoji } from './emoji-data.ts';

/** Emoji that stand together below a heading. */
export interface Section {
  label: string;
  emoji: readonly Emoji[];
}

/** A line of the grid, at a distance from its beginning in px: a heading, or some emoji. */
export type GridRow = { top: number; height: number; section: number } & (
  | { label: string }
  | {
      emoji: readonly Emoji[];
      /** The position of its first emoji among all of the grid. */
      first: number;
    }
);

export interface Grid {
  rows: readonly GridRow[];
  columns: number;
  /** How many emoji there are, and how high the grid is, in px. */
  count: number;
  height: number;
}

/** The height of a heading, in px. */
const headHeight = 28;

export function gridOf(sections: readonly Section[], columns: number, cellHeight: number): Grid {
  const rows: GridRow[] = [];
  let [top, first] = [0, 0];
  sections.forEach(({ label, emoji }, section) => {
    if (emoji.length === 0) return;
    rows.push({ top, height: headHeight, section, label });
    top += headHeight;
    for (let at = 0; at < emoji.length; at += columns) {
      const some = emoji.slice(at, at + columns);
      rows.push({ top, height: cellHeight, section, emoji: some, first });
      top += cellHeight;
      first += some.length;
    }
  });
  return { rows, columns, count: first, height: top };
}

/** The row of the emoji at a position. */
export function rowAt({ rows }: Grid, position: number): GridRow | undefined {
  return rows.find((row) => 'emoji' in row && position < row.first + row.emoji.length);
}

export function emojiAt(grid: Grid, position: number): Emoji | undefined {
  const row = rowAt(grid, position);
  return row && 'emoji' in row ? row.emoji[position - row.first] : undefined;
}

/** So many rows a page key moves. */
const page = 5;

/** Where a key leads from a position in the grid; null when it leads nowhere in a grid. */
export function stepIn(grid: Grid, position: number, key: string): number | null {
  const lines = grid.rows.filter((row) => 'emoji' in row);
  const at = lines.findIndex((row) => position < row.first + row.emoji.length);
  const line = lines[at];
  if (!line) return null;
  const last = line.first + line.emoji.length - 1;
  const moveBy = (rows: number) => {
    const goal = lines[Math.max(0, Math.min(at + rows, lines.length - 1))];
    return goal ? goal.first + Math.min(position - line.first, goal.emoji.length - 1) : position;
  };
  switch (key) {
    case 'Backward':
      return Math.max(0, position - 1);
    case 'Forward':
      return Math.min(grid.count - 1, position + 1);
    case 'ArrowUp':
      return moveBy(-1);
    case 'ArrowDown':
      return moveBy(1);
    case 'PageUp':
      return moveBy(-page);
    case 'PageDown':
      return moveBy(page);
    case 'Home':
      return line.first;
    case 'End':
      return last;
    default:
      return null;
  }
}
