import type { ReactNode } from 'react';
import type { Icon } from '#ui/parts/icons.ts';

interface WaitingButtonProps {
  icon: Icon;
  /** Some of it did not go. */
  isRefused: boolean;
  onPress: () => void;
  children: ReactNode;
}

/** Below the list, in line with it: what waits, and the way to it. Of several the first is set apart. */
export function WaitingButton({ icon: Icon, isRefused, onPress, children }: WaitingButtonProps) {
  return (
    <div
      data-waiting
      className="shrink-0 border-t border-border p-2 [[data-waiting]+&]:border-t-0 [[data-waiting]+&]:pt-0"
    >
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={onPress}
        className={`flex h-8 w-full items-center gap-2 rounded-control px-2 text-start text-small font-semibold -outline-offset-2 hover:bg-strong/60 pointer-coarse:h-11 ${isRefused ? 'text-danger' : 'text-muted'}`}
      >
        <span className="inline-flex w-5 shrink-0 justify-center">
          <Icon size={16} aria-hidden />
        </span>
        {children}
      </button>
    </div>
  );
}
