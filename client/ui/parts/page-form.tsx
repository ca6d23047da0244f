import type { FormEvent, ReactNode } from 'react';
import { words } from '#ui/words.ts';
import { Button } from './button.tsx';
import { FormError } from './field.tsx';
import { pageFormWords } from './page-form-words.ts';
import { showToast } from './toast.ts';
import { type Submission, useSubmit } from './use-submit.ts';

interface PageFormProps {
  /** The inputs that a refusal may name; what is wrong with them stands in `errors`. */
  fields: readonly string[];
  /** On the button that sends the form. */
  action?: string;
  /** Said when it went through. */
  done?: string;
  /** What the form is for; why it was refused stands in it. Leaving the page aborts. */
  onSubmit: (signal: AbortSignal) => Promise<unknown>;
  children: (form: Pick<Submission, 'errors' | 'submit'>) => ReactNode;
}

/** A form that is part of a page: its fields, what was refused, and at its end the button that sends it. */
export function PageForm({
  fields,
  action = words.save,
  done = pageFormWords.saved,
  onSubmit,
  children,
}: PageFormProps) {
  const { busy, errors, message, submit } = useSubmit(fields);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (await submit(onSubmit)) showToast({ text: done, action: null });
  };

  return (
    <form method="post" noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      <FormError message={message} />
      {children({ errors, submit })}
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
