import { Smile } from 'lucide-react';
import { type MouseEvent, memo, type RefObject } from 'react';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { replaceText } from '#ui/parts/insert-text.ts';
import { words } from '#ui/words.ts';

/** Opens the picker for a text field: what is picked stands where its caret was. No key draws it again. */
export const EmojiButton = memo(function EmojiButton({
  field,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
}) {
  const openDialog = useOpenDialog();

  const open = ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
    const at = currentTarget.getBoundingClientRect();
    // The focus comes back to where it was: to the field, but not where that raises a keyboard.
    if (window.matchMedia('(pointer: fine)').matches) field.current?.focus({ preventScroll: true });
    openDialog({
      name: 'emoji',
      at,
      several: true,
      onPick(text) {
        const { current } = field;
        if (current) replaceText(current, current.selectionStart, current.selectionEnd, text);
      },
    });
  };

  return (
    <button
      type="button"
      aria-label={words.emoji.open}
      aria-haspopup="dialog"
      data-hint={words.emoji.open}
      onClick={open}
      className="group/emoji inline-flex size-11 shrink-0 items-center justify-center rounded-card -outline-offset-2"
    >
      <span className="inline-flex size-8 items-center justify-center rounded-control text-muted group-hover/emoji:bg-strong group-hover/emoji:text-text">
        <Smile size={18} aria-hidden />
      </span>
    </button>
  );
});
