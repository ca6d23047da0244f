import type { ComponentProps, ReactNode } from 'react';

interface IconButtonProps extends ComponentProps<'button'> {
  label: string;
  /** Shown beside the label in the hint. */
  keys?: string;
  children: ReactNode;
}

/** A button that is only a picture: its name is shown on hover and on focus (hints.tsx). */
export function IconButton({ label, keys, className = '', children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-hint={keys ? `${label} (${keys})` : label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted transition-colors hover:bg-strong hover:text-text disabled:opacity-50 pointer-coarse:size-11 ${className}`}
      {...rest}
    >
      {children}
    </button>
  );
}
