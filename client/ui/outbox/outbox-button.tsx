import { isChange } from '#state/nouns/pending.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { CircleAlert, Clock } from '#ui/parts/icons.ts';
import { outboxWords } from './outbox-words.ts';
import { useOverdue } from './use-overdue.ts';
import { WaitingButton } from './waiting-button.tsx';

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
    <WaitingButton
      icon={failed.length > 0 ? CircleAlert : Clock}
      isRefused={failed.length > 0}
      onPress={() => openDialog({ name: 'outbox' })}
    >
      {failed.length > 0 ? outboxWords.failed(messages, changes) : outboxWords.sending(messages, changes)}
    </WaitingButton>
  );
}
