import { useState } from 'react';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { statusEnds } from '#ui/parts/end-times.ts';
import { Field } from '#ui/parts/field.tsx';
import { SelectField } from '#ui/parts/select-field.tsx';
import { profileWords } from './profile-words.ts';

const said = profileWords.status;

/** When a status ends: never, when it did before, at one of the times that are offered, or at a time of one's own. */
export interface End {
  choice: 'never' | 'kept' | 'own' | number;
  /** What stands in the field for a time of one's own. */
  own: string;
}

interface EndFieldsProps {
  end: End;
  /** When the status ends that there is; null: it has no end. */
  before: string | null;
  error: string | undefined;
  onChange: (end: End) => void;
}

export function EndFields({ end, before, error, onChange }: EndFieldsProps) {
  const { timeZone } = useClock();
  const [now] = useState(() => new Date());
  const options = [
    { value: 'never', label: said.never },
    ...(before ? [{ value: 'kept', label: said.asItIs(shortTime(before, now.getTime(), timeZone)) }] : []),
    ...statusEnds(now).map(({ word }, index) => ({ value: String(index), label: word })),
    { value: 'own', label: said.own },
  ];
  const isOwn = end.choice === 'own';
  return (
    <>
      <SelectField
        label={said.ends}
        value={String(end.choice)}
        options={options}
        error={isOwn ? undefined : error}
        onChange={(value) => onChange({ ...end, choice: choiceOf(value) })}
      />
      {isOwn && (
        <Field
          label={said.ownTime}
          type="datetime-local"
          value={end.own}
          error={error}
          onChange={(event) => onChange({ ...end, own: event.target.value })}
        />
      )}
    </>
  );
}

function choiceOf(value: string): End['choice'] {
  return value === 'never' || value === 'kept' || value === 'own' ? value : Number(value);
}
