import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { inputLook } from './field-look.ts';

interface FieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Stands at the end, inside the field's frame. */
  end?: ReactNode;
}

/**
 * What was refused about a field, until the field changes: what stands there then was not refused yet.
 * @returns what to show, and what to call with every change
 */
export function useFieldError(error: string | undefined): [shown: string | undefined, changed: () => void] {
  const [answered, setAnswered] = useState<string>();
  if (error === undefined && answered !== undefined) setAnswered(undefined);
  return [error === answered ? undefined : error, () => setAnswered(error)];
}

/** A labelled line of text. What is wrong with it stands below it and is read with it. */
export function Field({ label, hint, error: refused, end, className = '', onChange, ...rest }: FieldProps) {
  const id = useId();
  const [error, changed] = useFieldError(refused);
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className={`${inputLook} ${error ? 'border-danger' : 'border-border-strong'} ${end ? 'pe-11' : ''} ${className}`}
          onChange={(event) => {
            changed();
            onChange?.(event);
          }}
          {...rest}
        />
        {end && (
          <span className="absolute inset-y-0 end-0.5 flex items-center pointer-coarse:end-0">{end}</span>
        )}
      </div>
      {note && (
        <p id={`${id}-note`} className={`text-small ${error ? 'text-danger' : 'text-muted'}`}>
          {note}
        </p>
      )}
    </div>
  );
}

/** What went wrong with a form as a whole, announced when it appears. */
export function FormError({ message }: { message: string | null }) {
  return (
    <p
      role="alert"
      className={message ? 'rounded-control bg-sunken px-3 py-2 text-small text-danger' : 'sr-only'}
    >
      {message}
    </p>
  );
}
