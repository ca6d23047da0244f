import { useId } from 'react';
import { useFieldError } from './field.tsx';
import { inputLook } from './field-look.ts';

interface SelectFieldProps<Value extends string> {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of several, as the browser itself lets one choose, with a line about it. */
export function SelectField<Value extends string>({
  label,
  hint,
  error: refused,
  value,
  options,
  onChange,
}: SelectFieldProps<Value>) {
  const id = useId();
  const [error, changed] = useFieldError(refused);
  const note = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        onChange={(event) => {
          changed();
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={`${inputLook} ${error ? 'border-danger' : 'border-border-strong'}`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {note && (
        <p id={`${id}-note`} className={`text-small ${error ? 'text-danger' : 'text-muted'}`}>
          {note}
        </p>
      )}
    </div>
  );
}
