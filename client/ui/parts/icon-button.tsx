import { Tooltip } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';

interface IconButtonProps extends ComponentProps<'button'> {
  label: string;
  /** Shown beside the label in the hint. */
  keys?: string;
  children: ReactNode;
}

/** A button that is only a picture: its name is shown on hover and on focus. */
export function IconButton({ label, keys, className = '', children, ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          className={`inline-flex size-8 shrink-0 items-center justify-center rounded-control text-muted transition-colors hover:bg-strong hover:text-text disabled:opacity-50 pointer-coarse:size-11 ${className}`}
          {...rest}
        >
          {children}
        </button>
      </Tooltip.Trigger>
      <Hint text={keys ? `${label} (${keys})` : label} />
    </Tooltip.Root>
  );
}

/** The words of a tooltip; they repeat the button's name, so assistive technology skips them. */
export function Hint({ text }: { text: string }) {
  return (
    <Tooltip.Portal>
      <Tooltip.Content
        sideOffset={6}
        collisionPadding={8}
        aria-hidden
        className="z-50 max-w-72 rounded-control bg-text px-2 py-1 text-tiny text-surface animate-appear pointer-coarse:hidden"
      >
        {text}
      </Tooltip.Content>
    </Tooltip.Portal>
  );
}
