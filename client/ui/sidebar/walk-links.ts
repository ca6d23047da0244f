import type { KeyboardEvent } from 'react';
import { bringFocus } from '#ui/parts/focus.ts';

/** Arrow keys, Home and End lead from one conversation of the list to another. */
export function walkLinks(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const links = [...(event.currentTarget.closest('nav')?.querySelectorAll<HTMLElement>('li a') ?? [])];
  const index = links.indexOf(event.currentTarget);
  const goal = {
    ArrowUp: links[index - 1],
    ArrowDown: links[index + 1],
    Home: links[0],
    End: links.at(-1),
  }[event.key];
  if (!goal) return;
  event.preventDefault();
  bringFocus(goal);
}
