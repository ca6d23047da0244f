import { type FormEvent, useState } from 'react';
import type { QuietHours } from '#contract/quiet-hours.ts';
import { useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field } from '#ui/parts/field.tsx';
import { ownTimeZone } from '#ui/parts/own-time-zone.ts';
import { alertsWords as words } from './alerts-words.ts';

const usual = { from: '22:00', to: '07:00' };

interface QuietHoursFormProps {
  hours: QuietHours | null;
  onChange: (hours: QuietHours | null) => void;
}

/** From when to when one is not disturbed every day. */
export function QuietHoursForm({ hours, onChange }: QuietHoursFormProps) {
  const me = useMe();
  const timeZone = me.timeZone || ownTimeZone();
  const [isOn, setOn] = useState(hours !== null);
  const [from, setFrom] = useState(hours?.from ?? usual.from);
  const [to, setTo] = useState(hours?.to ?? usual.to);
  const isChanged = from !== hours?.from || to !== hours.to;
  const save = (event: FormEvent) => {
    event.preventDefault();
    onChange({ from, to, timeZone });
  };
  return (
    <form noValidate onSubmit={save} className="flex w-full flex-col gap-3">
      <label className="flex min-h-8 items-center gap-3 pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            setOn(event.target.checked);
            if (!event.target.checked && hours) onChange(null);
          }}
          className="size-4 shrink-0 accent-accent"
        />
        {words.quietOn}
      </label>
      {isOn && (
        <>
          <div className="flex flex-wrap items-end gap-3">
            <Field
              label={words.from}
              type="time"
              required
              value={from}
              onChange={(event) => setFrom(event.target.value)}
            />
            <Field
              label={words.to}
              type="time"
              required
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
            {isChanged && (
              <Button type="submit" look="primary" disabled={from === '' || to === '' || from === to}>
                {words.save}
              </Button>
            )}
          </div>
          <p className="text-small text-muted">{words.quietZone(timeZone)}</p>
        </>
      )}
    </form>
  );
}
