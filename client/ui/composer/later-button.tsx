import { ChevronDown } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';

/** Beside Send: chooses when. A finger finds it. */
export function LaterButton({ ready, onPress }: { ready: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-label={words.composer.later}
      aria-disabled={!ready}
      aria-haspopup="dialog"
      data-hint={words.composer.later}
      onClick={onPress}
      className="-ms-1.5 me-1 inline-flex h-11 w-6 shrink-0 items-center justify-center rounded-control text-muted -outline-offset-2 hover:text-text pointer-coarse:mx-0 pointer-coarse:w-11"
    >
      <ChevronDown size={14} aria-hidden />
    </button>
  );
}
