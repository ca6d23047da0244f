import { memo, type PointerEvent, type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { words } from '#ui/words.ts';
import type { Emoji } from './emoji-data.ts';
import { type Grid, type GridRow, rowAt } from './grid-rows.ts';
import { inTone } from './skin-tones.ts';

/** How much of the grid is drawn beyond what is seen, in px. */
const beyond = 160;

interface EmojiGridProps {
  id: string;
  grid: Grid;
  scroller: RefObject<HTMLDivElement | null>;
  /** The position that the keys or the pointer have reached. */
  active: number;
  tone: number;
  onActive: (position: number) => void;
  onPick: (emoji: Emoji, keepsOpen: boolean) => void;
  /** The section at the top has become another. */
  onSection: (section: number) => void;
}

/** All emoji of a grid, of which those in sight are drawn. The search field keeps the focus. */
export function EmojiGrid(props: EmojiGridProps) {
  const { id, grid, scroller, active, tone, onActive, onPick, onSection } = props;
  const [seen, setSeen] = useState({ top: 0, bottom: 400 });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      // In steps, so that not every pixel draws.
      const top = Math.floor(element.scrollTop / 40) * 40;
      const bottom = top + element.clientHeight + 40;
      setSeen((before) => (before.top === top && before.bottom === bottom ? before : { top, bottom }));
    };
    look();
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);

  const first = grid.rows.find(({ top, height }) => top + height > seen.top)?.section ?? 0;
  useEffect(() => onSection(first), [onSection, first]);
  const activeRow = rowAt(grid, active);
  const isDrawn = (row: GridRow) =>
    row === activeRow || (row.top + row.height > seen.top - beyond && row.top < seen.bottom + beyond);
  const move = ({ target, pointerType }: PointerEvent) => {
    const cell = pointerType !== 'touch' && target instanceof Element && target.closest('[data-position]');
    if (cell instanceof HTMLElement) onActive(Number(cell.dataset.position));
  };
  return (
    <div
      id={id}
      role="listbox"
      aria-label={words.emoji.list}
      onPointerMove={move}
      className="relative w-full"
      style={{ height: grid.height }}
    >
      {grid.rows.map(
        (row) =>
          isDrawn(row) && (
            <Row
              key={row.top}
              row={row}
              gridId={id}
              columns={grid.columns}
              count={grid.count}
              active={row === activeRow && 'emoji' in row ? active - row.first : null}
              tone={tone}
              onPick={onPick}
            />
          ),
      )}
    </div>
  );
}

export const cellId = (gridId: string, position: number) => `${gridId}-${position}`;

interface RowProps {
  row: GridRow;
  gridId: string;
  columns: number;
  /** How many emoji there are in all. */
  count: number;
  /** The active one of it. */
  active: number | null;
  tone: number;
  onPick: (emoji: Emoji, keepsOpen: boolean) => void;
}

const Row = memo(function Row({ row, gridId, columns, count, active, tone, onPick }: RowProps) {
  const place = { top: row.top, height: row.height };
  if ('label' in row)
    return (
      <div
        aria-hidden
        className="absolute inset-x-0 px-1.5 pt-2 text-tiny font-semibold text-muted"
        style={place}
      >
        {row.label}
      </div>
    );
  return (
    <div className="absolute inset-x-0 flex" style={place}>
      {row.emoji.map((emoji, column) => (
        <button
          key={emoji.text}
          type="button"
          role="option"
          id={cellId(gridId, row.first + column)}
          data-position={row.first + column}
          data-highlighted={column === active ? '' : undefined}
          tabIndex={-1}
          aria-posinset={row.first + column + 1}
          aria-setsize={count}
          aria-label={emoji.label}
          aria-selected={column === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={(event) => onPick(emoji, event.shiftKey)}
          style={{ width: `${100 / columns}%` }}
          className="flex h-full items-center justify-center rounded-control text-[1.375rem] leading-none data-highlighted:bg-strong pointer-coarse:text-[1.75rem]"
        >
          {inTone(emoji, tone)}
        </button>
      ))}
    </div>
  );
});
