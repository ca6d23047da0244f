import { useId } from 'react';
import { useFieldError } from './field.tsx';

interface RadioListProps<Value extends string> {
  legend: string;
  /** A heading above says the same. */
  isLegendHidden?: boolean;
  /** Null: none is chosen yet. */
  value: Value | null;
  options: readonly { value: Value; label: string; hint?: string }[];
  error?: string | undefined;
  onChange: (value: Value) => void;
}

/** One of a few, each with what it means. */
export function RadioList<Value extends string>({
  legend,
  isLegendHidden = false,
  value,
  options,
  error: refused,
  onChange,
}: RadioListProps<Value>) {
  const name = useId();
  const [error, changed] = useFieldError(refused);
  return (
    <fieldset className="flex flex-col gap-1" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className={isLegendHidden ? 'sr-only' : 'pb-1 text-small font-semibold'}>{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-8 items-start gap-3 rounded-control py-1 pointer-coarse:min-h-11"
        >
          <input
            type="radio"
            name={name}
            checked={value === option.value}
            onChange={() => {
              changed();
              onChange(option.value);
            }}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            {option.label}
            {option.hint && <span className="block text-small text-muted">{option.hint}</span>}
          </span>
        </label>
      ))}
      {error && (
        <p id={`${name}-error`} className="text-small text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
