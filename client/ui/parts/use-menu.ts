import { type KeyboardEvent, type MouseEvent, useCallback, useId, useRef, useState } from 'react';
import type { MenuPlacement } from './menu.tsx';

/** A button's menu: what the button needs, and, while the menu is open, what `Menu` needs. */
export function useMenu() {
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const [open, setOpen] = useState<'by-pointer' | 'by-keyboard' | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const placement: MenuPlacement | null = open && {
    button,
    byKeyboard: open === 'by-keyboard',
    onClose: close,
  };
  return {
    placement,
    close,
    button: {
      ref: button,
      id,
      'aria-haspopup': 'menu' as const,
      'aria-expanded': open !== null,
      'data-state': open ? 'open' : 'closed',
      // A press of the keyboard is a click of no finger.
      onClick: ({ detail }: MouseEvent) => setOpen(open ? null : detail === 0 ? 'by-keyboard' : 'by-pointer'),
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        setOpen('by-keyboard');
      },
    },
  };
}
