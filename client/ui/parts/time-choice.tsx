import { type FormEvent, type ReactNode, useState } from 'react';
import { words } from '#ui/words.ts';
import { Button } from './button.tsx';
import { useClock } from './clock.tsx';
import { dayNumber, shortTime } from './dates.ts';
import { timeInField } from './end-times.ts';
import { Field } from './field.tsx';
import type { LaterTime } from './later-times.ts';
import { laterWords } from './later-words.ts';

interface TimeChoiceProps {
  /** What is offered, of the moment when it was opened. */
  times: (now: Date) => readonly LaterTime[];
  /** On the button of one's own time. */
  action: string;
  busy?: boolean;
  onChoose: (at: Date) => void;
  onCancel: () => void;
  /** What can be chosen besides, each a list item. */
  children?: ReactNode;
}

/** Chooses a time to come: one of a few, or any other by the clock of this browser's zone. */
export function TimeChoice({ times, action, busy = false, onChoose, onCancel, children }: TimeChoiceProps) {
  const { timeZone } = useClock();
  const [opened] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const [error, setError] = useState<string>();
  const chooseOwn = (event: FormEvent) => {
    event.preventDefault();
    const time = timeInField(own);
    if (time && time.getTime() > Date.now()) onChoose(time);
    else setError(laterWords.past);
  };
  return (
    <>
      <ul className="-mx-2 flex flex-col">
        {times(opened).map(({ word, at, saysHour }) => (
          <TimeItem
            key={word}
            word={word}
            time={saysHour ? dayOf(at, timeZone) : shortTime(at.toISOString(), opened.getTime(), timeZone)}
            onPress={() => onChoose(at)}
          />
        ))}
        {children}
      </ul>
      <form noValidate onSubmit={chooseOwn} className="flex flex-col gap-3">
        <Field
          label={laterWords.own}
          type="datetime-local"
          value={own}
          error={error}
          onChange={(event) => {
            setOwn(event.target.value);
            setError(undefined);
          }}
        />
        <span className="flex justify-end gap-2">
          <Button onClick={onCancel}>{words.cancel}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {action}
          </Button>
        </span>
      </form>
    </>
  );
}

/** `Monday, 30 November`: its weekday says more than that it is today. */
function dayOf(at: Date, timeZone: string): string {
  const date = new Date(dayNumber(at.getTime(), timeZone) * 86_400_000);
  return words.time.day(date.getUTCDay(), date.getUTCDate(), date.getUTCMonth(), null);
}

/** One of the times, or what can be chosen in their place. */
export function TimeItem({ word, time, onPress }: { word: string; time: string; onPress: () => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={onPress}
        className="flex min-h-9 w-full items-center justify-between gap-4 rounded-control px-2 text-start -outline-offset-2 hover:bg-hover pointer-coarse:min-h-11"
      >
        {word}
        <span className="text-small text-muted tabular-nums">{time}</span>
      </button>
    </li>
  );
}
