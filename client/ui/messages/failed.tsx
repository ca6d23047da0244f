import { useActions } from '#state/hooks.ts';
import { leave } from '#ui/parts/focus.ts';
import { CircleAlert } from '#ui/parts/icons.ts';
import { messageWords } from './message-words.ts';

interface FailedProps {
  clientId: string;
  text: string;
}

/** What went wrong with a message, below it, and what can be done. */
export function Failed({ clientId, text }: FailedProps) {
  const { retry, discard } = useActions();
  const button =
    'min-h-6 rounded-control px-1.5 font-semibold text-text underline underline-offset-2 hover:bg-strong pointer-coarse:min-h-11 pointer-coarse:min-w-11';
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-danger">
      <CircleAlert size={14} aria-hidden />
      <span>{text}</span>
      <button type="button" tabIndex={-1} className={button} onClick={() => retry(clientId)}>
        {messageWords.retry}
      </button>
      <button
        type="button"
        tabIndex={-1}
        className={button}
        onClick={({ currentTarget }) => {
          const row = currentTarget.closest<HTMLElement>('[data-entry]');
          if (row) leave(row, '[data-entry]', '[role="log"]');
          discard(clientId);
        }}
      >
        {messageWords.discard}
      </button>
    </p>
  );
}
