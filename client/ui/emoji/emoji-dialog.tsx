import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { DialogRequest } from '#ui/navigation/open-dialog.ts';
import { Dialog, focusAfter, originNow } from '#ui/parts/dialog.tsx';
import { bringFocus } from '#ui/parts/focus.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { pickerWords } from './picker-words.ts';

interface EmojiDialogProps {
  request: Extract<DialogRequest, { name: 'emoji' }>;
  onClose: () => void;
}

/** The picker: beside what opened it, or as a sheet from below for a finger and on a narrow page. */
export function EmojiDialog({ request, onClose }: EmojiDialogProps) {
  const { at, several, onPick } = request;
  const [isSheet] = useState(() => window.matchMedia('(pointer: coarse), (width < 40rem)').matches);
  const [origin] = useState(originNow);
  const [anchor] = useState({ current: { getBoundingClientRect: () => at } });
  const pick = (text: string, keepsOpen: boolean) => {
    if (!(several && keepsOpen)) onClose();
    onPick(text);
  };
  const picker = <EmojiPicker isTouch={isSheet} onPick={pick} onClose={onClose} />;
  if (isSheet)
    return (
      <Dialog title={pickerWords.title} bare onClose={onClose}>
        {picker}
      </Dialog>
    );
  return (
    <Popover.Root open modal onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          aria-label={pickerWords.title}
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What was picked for has taken the focus.
            if (document.activeElement?.matches('textarea, input')) return;
            const goal = focusAfter(origin);
            if (goal) bringFocus(goal);
          }}
          className="z-50 flex max-h-(--radix-popover-content-available-height) w-[22rem] max-w-[calc(100vw-1rem)] flex-col rounded-card border border-border bg-raised shadow-float animate-appear focus:outline-none"
        >
          {picker}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
