import type { MouseEvent } from 'react';
import type { Icon } from './icons.ts';

interface LineButtonProps {
  icon: Icon;
  label: string;
  /** Where it stands: nothing that the button itself has a class of. */
  place?: string;
  opensDialog?: true;
  onPress: (event: MouseEvent<HTMLButtonElement>) => void;
}

/** A button in a line that one writes: as high as the line, painted smaller, so that a finger finds it. */
export function LineButton({ icon: Icon, label, place = '', opensDialog, onPress }: LineButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup={opensDialog && 'dialog'}
      data-hint={label}
      onClick={onPress}
      className={`group/line inline-flex size-11 shrink-0 items-center justify-center rounded-card -outline-offset-2 ${place}`}
    >
      <span className="inline-flex size-8 items-center justify-center rounded-control text-muted group-hover/line:bg-strong group-hover/line:text-text">
        <Icon size={18} aria-hidden />
      </span>
    </button>
  );
}
