import { useId } from 'react';
import { pickerWords } from './picker-words.ts';
import { inTone, skinTones } from './skin-tones.ts';

const hand = { text: '✋', hasTones: true };

interface SkinToneProps {
  tone: number;
  isOpen: boolean;
  onToggle: () => void;
}

/** Shows the skin tone, and opens the choice of another. */
export function SkinToneButton({ tone, isOpen, onToggle }: SkinToneProps) {
  const label = pickerWords.tone(pickerWords.tones[tone] ?? '');
  return (
    <button
      type="button"
      aria-label={label}
      data-hint={label}
      aria-expanded={isOpen}
      onClick={onToggle}
      className="flex size-9 shrink-0 items-center justify-center rounded-control text-[1.125rem] leading-none hover:bg-strong pointer-coarse:size-11"
    >
      {inTone(hand, tone)}
    </button>
  );
}

/** One of the six; remembered for all emoji that have them. */
export function SkinToneChoice({ tone, onChange }: { tone: number; onChange: (tone: number) => void }) {
  const name = useId();
  return (
    <fieldset className="flex shrink-0 justify-between px-3 pb-2">
      <legend className="sr-only">{pickerWords.toneTitle}</legend>
      {skinTones.map((modifier, value) => (
        <label
          key={modifier}
          className="flex size-9 items-center justify-center rounded-control text-[1.25rem] leading-none hover:bg-hover has-checked:bg-strong has-focus-visible:outline-2 has-focus-visible:outline-focus pointer-coarse:size-11"
        >
          <input
            type="radio"
            name={name}
            aria-label={pickerWords.tones[value]}
            checked={value === tone}
            onChange={() => onChange(value)}
            className="sr-only"
          />
          <span aria-hidden>{inTone(hand, value)}</span>
        </label>
      ))}
    </fieldset>
  );
}
