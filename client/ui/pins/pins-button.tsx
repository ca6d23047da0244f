import { Pin } from 'lucide-react';
import { words } from '#ui/words.ts';

interface PinsButtonProps {
  count: number;
  isOpen: boolean;
  onPress: () => void;
}

/** To the pinned messages; a second press closes them. */
export function PinsButton({ count, isOpen, onPress }: PinsButtonProps) {
  return (
    <button
      type="button"
      aria-label={words.conversation.pins(count)}
      aria-expanded={isOpen}
      onClick={onPress}
      className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control px-2 text-small text-muted tabular-nums hover:bg-strong hover:text-text pointer-coarse:h-11"
    >
      <Pin size={16} aria-hidden />
      {count}
    </button>
  );
}
