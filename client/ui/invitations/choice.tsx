import { useId } from 'react';
import { inputLook } from '#ui/parts/field-look.ts';

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  hint?: string;
  onChange: (value: Value) => void;
}

/** One of a few, as the browser itself offers them. */
export function Choice<Value extends string>({ label, value, options, hint, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-small font-semibold">
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-describedby={hint && `${id}-note`}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className={`${inputLook} border-border-strong`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-note`} className="text-small text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
