import { isChange } from '#state/nouns/pending.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { CircleAlert, Clock } from '#ui/parts/icons.ts';
import { outboxWords } from './outbox-words.ts';
import { useOverdue } from './use-overdue.ts';

/** Leads to everything that is not sent; there only when something is not. */
export function OutboxButton() {
  const overdue = useOverdue();
  const openDialog = useOpenDialog();
  if (overdue.length === 0) return null;
  const failed = overdue.filter((item) => item.state === 'failed');
  const shown = failed.length > 0 ? failed : overdue;
  const changes = shown.filter(isChange).length;
  const messages = shown.length - changes;
  return (
    <div className="shrink-0 px-2 pb-2">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => openDialog({ name: 'outbox' })}
        className={`flex h-8 w-full items-center gap-2 rounded-control px-2 text-start text-small font-semibold -outline-offset-2 hover:bg-strong/60 pointer-coarse:h-11 ${failed.length > 0 ? 'text-danger' : 'text-muted'}`}
      >
        {failed.length > 0 ? <CircleAlert size={16} aria-hidden /> : <Clock size={16} aria-hidden />}
        {failed.length > 0 ? outboxWords.failed(messages, changes) : outboxWords.sending(messages, changes)}
      </button>
    </div>
  );
}
