import { type MouseEvent, memo, type RefObject } from 'react';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Smile } from '#ui/parts/icons.ts';
import { replaceText } from '#ui/parts/insert-text.ts';
import { LineButton } from '#ui/parts/line-button.tsx';
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

  return <LineButton icon={Smile} label={words.emoji.open} opensDialog onPress={open} />;
});
