import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { words } from '#ui/words.ts';
import { clampWidth, narrowest, widest } from './width.ts';

interface WidthHandleProps {
  width: number;
  onChange: (width: number) => void;
  /** The hand has let go: now is the time to remember. */
  onDone: (width: number) => void;
}

/** The border between list and conversation; it is dragged, or moved with the arrow keys. */
export function WidthHandle({ width, onChange, onDone }: WidthHandleProps) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const isRtl = () => getComputedStyle(document.documentElement).direction === 'rtl';
  const dragged = (event: PointerEvent) => {
    const from = start.current;
    return from ? clampWidth(from.width + (event.clientX - from.x) * (isRtl() ? -1 : 1)) : width;
  };
  const press = (event: KeyboardEvent) => {
    const forward = isRtl() ? 'ArrowLeft' : 'ArrowRight';
    const backward = isRtl() ? 'ArrowRight' : 'ArrowLeft';
    const goals: Record<string, number> = {
      [forward]: width + 10,
      [backward]: width - 10,
      Home: narrowest,
      End: widest,
    };
    const goal = goals[event.key];
    if (goal === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onChange(clampWidth(goal));
    onDone(clampWidth(goal));
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={words.sidebar.width}
      aria-valuenow={width}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
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
      className="absolute inset-y-0 -end-1 z-20 hidden w-2 cursor-col-resize touch-none outline-offset-0 after:absolute after:inset-y-0 after:start-[3px] after:w-0.5 after:bg-accent after:opacity-0 after:transition-opacity hover:after:opacity-100 md:block"
    />
  );
}
