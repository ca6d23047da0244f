import { useId } from 'react';

interface RadioListProps<Value extends string> {
  legend: string;
  /** A heading above says the same. */
  isLegendHidden?: boolean;
  value: Value;
  options: readonly { value: Value; label: string; hint?: string }[];
  onChange: (value: Value) => void;
}

/** One of a few, each with what it means. */
export function RadioList<Value extends string>({
  legend,
  isLegendHidden = false,
  value,
  options,
  onChange,
}: RadioListProps<Value>) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1">
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
            onChange={() => onChange(option.value)}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            {option.label}
            {option.hint && <span className="block text-small text-muted">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
