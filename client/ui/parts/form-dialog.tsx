import type { FormEvent, ReactNode } from 'react';
import { words } from '#ui/words.ts';
import { Button } from './button.tsx';
import { Dialog, DialogActions, DialogBody } from './dialog.tsx';
import { FormError } from './field.tsx';
import { type Submission, useSubmit } from './use-submit.ts';

interface FormDialogProps {
  title: string;
  lead?: string;
  /** The inputs that a refusal may name; what is wrong with them stands in `errors`. */
  fields: readonly string[];
  /** On the button that sends the form. Null: it is only there to be read. */
  action: string | null;
  /** What the form is for. The dialog closes when it went through, else it says why it did not; closing it aborts. */
  onSubmit: (signal: AbortSignal) => Promise<unknown>;
  onClose: () => void;
  children: (form: Pick<Submission, 'errors' | 'submit'>) => ReactNode;
}

/** A dialog that is filled in: its fields, what was refused, and at its end the way out and the way on. */
export function FormDialog({ title, lead, fields, action, onSubmit, onClose, children }: FormDialogProps) {
  const { busy, errors, message, submit } = useSubmit(fields);

  const send = (event: FormEvent) => {
    event.preventDefault();
    if (action === null) return;
    void submit(async (signal) => {
      await onSubmit(signal);
      onClose();
    });
  };

  return (
    <Dialog title={title} {...(lead === undefined ? {} : { lead })} onClose={onClose}>
      <form method="post" noValidate onSubmit={send} className="flex min-h-0 flex-col short:shrink-0">
        <DialogBody>
          <FormError message={message} />
          {children({ errors, submit })}
        </DialogBody>
        {action !== null && (
          <DialogActions>
            <Button onClick={onClose}>{words.cancel}</Button>
            <Button type="submit" look="primary" busy={busy}>
              {action}
            </Button>
          </DialogActions>
        )}
      </form>
    </Dialog>
  );
}
