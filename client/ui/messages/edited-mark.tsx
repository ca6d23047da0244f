import type { Message } from '#contract/messages.ts';
import { useMay, useMe } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { exactTime } from '#ui/parts/dates.ts';
import { words } from '#ui/words.ts';

/** Says that a message is not as it was first written, and when that was; leads those who may to its earlier texts. */
export function EditedMark({ message, editedAt }: { message: Message; editedAt: string }) {
  const { id: myId } = useMe();
  const mayReadAny = useMay(message.conversationId, 'readAnyEdits');
  const openDialog = useOpenDialog();
  const title = words.actions.editedAt(exactTime(editedAt, useTimeZone()));
  const { id: messageId, conversationId, authorId } = message;
  if (authorId !== myId && !mayReadAny)
    return (
      <span title={title} className="text-tiny text-muted">
        {words.timeline.edited}
      </span>
    );
  return (
    <button
      type="button"
      tabIndex={-1}
      title={title}
      aria-haspopup="dialog"
      onClick={() => openDialog({ name: 'earlier-texts', conversationId, messageId })}
      className="min-h-6 rounded-control text-tiny text-muted underline-offset-2 hover:underline pointer-coarse:min-h-11 pointer-coarse:min-w-11"
    >
      {words.timeline.edited}
    </button>
  );
}
