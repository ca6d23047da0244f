import type { ComponentProps } from 'react';
import { type ButtonLook, buttonLook } from './button-look.ts';

/** No className: two classes of one property are decided by their order in the style sheet, not by who is asked last. */
interface ButtonProps extends ButtonLook, Omit<ComponentProps<'button'>, 'className'> {
  /** Something is under way: another press does nothing, and the focus stays. */
  busy?: boolean;
}

export function Button({ look, size, place, busy = false, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={buttonLook({ look, size, place })}
      {...rest}
    />
  );
}
