import type { ComponentProps, ReactNode } from 'react';

const looks = {
  quiet: 'text-muted hover:bg-strong hover:text-text',
  // On touch it is a finger wide, and drawn within that.
  primary:
    'bg-accent text-accent-text hover:bg-accent-hover pointer-coarse:rounded-card pointer-coarse:border-4 pointer-coarse:bg-clip-padding',
} as const;

const sizes = { small: 'size-7', medium: 'size-8' } as const;

/** No className: two classes of one property are decided by their order in the style sheet, not by who is asked last. */
interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  label: string;
  /** Shown beside the label in the hint. */
  keys?: string;
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  children: ReactNode;
}

/** A button that is only a picture: its name is shown on hover and on focus (hints.tsx). */
export function IconButton({
  label,
  keys,
  look = 'quiet',
  size = 'medium',
  children,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      data-hint={keys ? `${label} (${keys})` : label}
      className={`inline-flex shrink-0 items-center justify-center rounded-control border-transparent transition-colors disabled:opacity-50 pointer-coarse:size-11 ${looks[look]} ${sizes[size]}`}
      {...rest}
    >
      {children}
    </button>
  );
}
