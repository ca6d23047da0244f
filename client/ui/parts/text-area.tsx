import { type ComponentProps, useId, useRef } from 'react';
import { useFieldError } from './field.tsx';
import { inputLook } from './field-look.ts';
import { useGrowth } from './writing-field.ts';

interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange'> {
  label: string;
  value: string;
  hint?: string | undefined;
  error?: string | undefined;
  onText: (text: string) => void;
}

/** A labelled text of several lines, as high as it is long, within bounds. */
export function TextArea({ label, value, hint, error: refused, onText, ...rest }: TextAreaProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, changed] = useFieldError(refused);
  useGrowth(field, value);
  const note = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={5}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        className={`${inputLook} field-sizing-content h-auto max-h-[50dvh] min-h-28 resize-none py-2 ${error ? 'border-danger' : 'border-border-strong'}`}
        onChange={(event) => {
          changed();
          onText(event.target.value);
        }}
        {...rest}
      />
      {note && (
        <p id={`${id}-note`} className={`text-small ${error ? 'text-danger' : 'text-muted'}`}>
          {note}
        </p>
      )}
    </div>
  );
}
