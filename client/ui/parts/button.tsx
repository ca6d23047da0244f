import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-accent-text hover:bg-accent-hover',
  plain: 'border border-border-strong bg-raised text-text hover:bg-hover',
  quiet: 'text-text hover:bg-strong',
  danger: 'bg-danger text-danger-text hover:opacity-90',
} as const;

interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks;
  /** Something is under way: another press does nothing, and the focus stays. */
  busy?: boolean;
}

export function Button({ look = 'plain', busy = false, className = '', onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={`inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-control px-3.5 text-small font-semibold whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:opacity-70 pointer-coarse:h-11 ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
