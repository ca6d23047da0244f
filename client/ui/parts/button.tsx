import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-accent-text hover:bg-accent-hover',
  plain: 'border border-border-strong bg-raised text-text hover:bg-hover',
  quiet: 'text-text hover:bg-strong',
  danger: 'bg-danger text-danger-text hover:opacity-90',
  'plain-danger': 'border border-border-strong bg-raised text-danger hover:bg-hover',
} as const;

const sizes = { medium: 'h-9', tall: 'h-10' } as const;

/** No className: two classes of one property are decided by their order in the style sheet, not by who is asked last. */
interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  /** Its margin, where it stands. */
  place?: 'mt-1' | 'mt-4' | 'me-auto' | '';
  /** Something is under way: another press does nothing, and the focus stays. */
  busy?: boolean;
}

export function Button({
  look = 'plain',
  size = 'medium',
  place = '',
  busy = false,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={`inline-flex shrink-0 items-center justify-center gap-2 rounded-control px-3.5 text-small font-semibold whitespace-nowrap transition-colors disabled:opacity-50 aria-disabled:opacity-70 pointer-coarse:h-11 ${looks[look]} ${sizes[size]} ${place}`}
      {...rest}
    />
  );
}
