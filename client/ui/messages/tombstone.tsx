import type { Message } from '#contract/messages.ts';
import { useActions, useIsRestorable } from '#state/hooks.ts';
import { words } from '#ui/words.ts';

/** What stands in the place of a deleted message; for a moment, whoever deleted it may undo that here. */
export function Tombstone({ message }: { message: Message }) {
  const { undelete } = useActions();
  const isRestorable = useIsRestorable(message.id);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-muted">
      <span className="italic">{words.timeline.deleted}</span>
      {isRestorable && (
        <button
          type="button"
          tabIndex={-1}
          onClick={(event) => {
            // The button goes: the focus stays with the message.
            event.currentTarget.closest<HTMLElement>('[data-entry]')?.focus({ preventScroll: true });
            undelete(message);
          }}
          className="min-h-6 rounded-control px-1.5 text-small font-semibold text-text underline underline-offset-2 hover:bg-strong pointer-coarse:min-h-11 pointer-coarse:min-w-11"
        >
          {words.actions.undo}
        </button>
      )}
    </p>
  );
}
