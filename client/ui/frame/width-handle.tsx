import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { clampWidth } from './known-widths.ts';
import type { WidthRange } from './width.ts';

interface WidthHandleProps {
  label: string;
  width: number;
  range: WidthRange;
  /** Which of the column's edges it is: the one that moves. */
  edge: 'start' | 'end';
  onChange: (width: number) => void;
  /** The hand has let go: now is the time to remember. */
  onDone: (width: number) => void;
}

/** The border of a column; it is dragged, or moved with the arrow keys. */
export function WidthHandle({ label, width, range, edge, onChange, onDone }: WidthHandleProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  /** Whether moving the border to the right makes the column wider. */
  const growsRight = () =>
    (getComputedStyle(document.documentElement).direction === 'rtl') !== (edge === 'end');
  const dragged = (event: PointerEvent) => {
    const from = start.current;
    return from ? clampWidth(from.width + (event.clientX - from.x) * (growsRight() ? 1 : -1), range) : width;
  };
  const press = (event: KeyboardEvent) => {
    const [wider, narrower] = growsRight() ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
    const goals: Record<string, number> = {
      [wider]: width + 10,
      [narrower]: width - 10,
      Home: range.narrowest,
      End: range.widest,
    };
    const goal = goals[event.key];
    if (goal === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onChange(clampWidth(goal, range));
    onDone(clampWidth(goal, range));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={range.narrowest}
      aria-valuemax={range.widest}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => start.current && onChange(dragged(event))}
      onPointerUp={(event) => {
        onDone(dragged(event));
        start.current = null;
      }}
      className={`absolute inset-y-0 z-20 hidden ${edge === 'end' ? '-end-1' : '-start-1'} w-2 cursor-col-resize touch-none outline-offset-0 after:absolute after:inset-y-0 after:start-[3px] after:w-0.5 after:bg-accent after:opacity-0 after:transition-opacity hover:after:opacity-100 md:block`}
    />
  );
}
