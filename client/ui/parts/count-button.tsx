import type { Icon } from './icons.ts';

interface CountButtonProps {
  icon: Icon;
  /** Its name, which says the count too. */
  label: string;
  count: number;
  isOpen: boolean;
  onPress: () => void;
}

/** How many there are of something, and the way to them; a second press closes them. */
export function CountButton({ icon: Icon, label, count, isOpen, onPress }: CountButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-expanded={isOpen}
      onClick={onPress}
      className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2 text-small text-muted tabular-nums hover:bg-strong hover:text-text pointer-coarse:h-11"
    >
      <Icon size={16} aria-hidden />
      {count}
    </button>
  );
}
