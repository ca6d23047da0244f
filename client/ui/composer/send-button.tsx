import { SendHorizontal } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';

interface SendButtonProps {
  /** There is something to send. */
  ready: boolean;
  onPress: () => void;
}

/** As large as the line beside it, painted smaller: a finger finds it, and its readiness moves nothing. */
export function SendButton({ ready, onPress }: SendButtonProps) {
  return (
    <button
      type="button"
      aria-label={words.composer.send}
      aria-disabled={!ready}
      data-hint={`${words.composer.send} (Enter)`}
      onClick={onPress}
      className="group/send ms-auto inline-flex size-11 shrink-0 items-center justify-center rounded-card -outline-offset-2"
    >
      <span
        className={`inline-flex size-8 items-center justify-center rounded-control transition-colors ${ready ? 'bg-accent text-accent-text group-hover/send:bg-accent-hover' : 'text-muted'}`}
      >
        <SendHorizontal size={18} aria-hidden className="rtl:-scale-x-100" />
      </span>
    </button>
  );
}
