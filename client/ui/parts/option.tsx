import type { ReactNode } from 'react';

interface OptionProps {
  id: string;
  /** Whether the arrow keys have reached it. */
  active: boolean;
  selected: boolean;
  onPress: () => void;
  className: string;
  children: ReactNode;
}

/** One option of a listbox under a combobox, which keeps the focus and the keys (ARIA practices, combobox). */
export function Option({ id, active, selected, onPress, className, children }: OptionProps) {
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      data-highlighted={active ? '' : undefined}
      ref={(element) => {
        if (active) element?.scrollIntoView({ block: 'nearest' });
      }}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
      className={`flex w-full items-center gap-2.5 rounded-control text-start ${active ? 'bg-strong' : 'hover:bg-hover'} ${className}`}
    >
      {children}
    </button>
  );
}
