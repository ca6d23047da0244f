import type { ReactNode } from 'react';
import { Button } from '#ui/parts/button.tsx';
import { Dialog, DialogActions, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';

interface SureDialogProps {
  title: string;
  /** What will happen. */
  lead: string;
  yes: string;
  /** It takes something away. */
  danger?: boolean;
  onYes: (signal: AbortSignal) => Promise<unknown>;
  /** It went through. */
  onDone: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Says what will happen and asks once; stays, with the reason, when it was refused. */
export function SureDialog({
  title,
  lead,
  yes,
  danger = false,
  onYes,
  onDone,
  onClose,
  children,
}: SureDialogProps) {
  const { busy, message, submit } = useSubmit([]);
  const carryOut = async () => {
    if (!(await submit(onYes))) return;
    onClose();
    onDone();
  };
  return (
    <Dialog title={title} lead={lead} onClose={onClose}>
      {(children || message) && (
        <DialogBody>
          <FormError message={message} />
          {children}
        </DialogBody>
      )}
      <DialogActions>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void carryOut()}>
          {yes}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
