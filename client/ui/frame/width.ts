/** How wide a column may be, in px. */
export interface WidthRange {
  narrowest: number;
  widest: number;
  usual: number;
}

/** The columns whose width one chooses, and the cookies that remember it. */
export const columns = {
  sidebar: { cookie: 'parley-sidebar', range: { narrowest: 200, widest: 360, usual: 260 } },
  panel: { cookie: 'parley-panel', range: { narrowest: 320, widest: 520, usual: 380 } },
} as const satisfies Record<string, { cookie: string; range: WidthRange }>;

export type ColumnWidths = Record<keyof typeof columns, number>;
