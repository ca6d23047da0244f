import { type FormEvent, useState } from 'react';
import type { Message } from '#contract/messages.ts';
import { useActions, useSavedMark } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { Field } from '#ui/parts/field.tsx';
import { words } from '#ui/words.ts';
import { remindTimes, timeIn } from './remind-times.ts';
import { savedWords } from './saved-words.ts';

/** Chooses when to be reminded of a message, which is saved by that. */
export function RemindDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { change } = useActions();
  const announce = useAnnounce();
  const { timeZone } = useClock();
  const mark = useSavedMark(message);
  const [opened] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const [error, setError] = useState<string>();
  const choose = (at: Date | null) => {
    const remindAt = at?.toISOString() ?? null;
    change(message, { kind: 'save', given: true, remindAt });
    announce(remindAt === null ? savedWords.taken : savedWords.set(exactTime(remindAt, timeZone)));
    onClose();
  };
  const chooseOwn = (event: FormEvent) => {
    event.preventDefault();
    const time = timeIn(own);
    if (time && time.getTime() > Date.now()) choose(time);
    else setError(savedWords.past);
  };
  const now = opened.getTime();
  return (
    <Dialog title={savedWords.when} onClose={onClose}>
      <DialogBody>
        <ul className="-mx-2 flex flex-col">
          {remindTimes(opened).map(({ word, at }) => (
            <li key={word}>
              <Choice
                word={word}
                time={shortTime(at.toISOString(), now, timeZone)}
                onPress={() => choose(at)}
              />
            </li>
          ))}
          {mark?.remindAt && (
            <li>
              <Choice word={savedWords.noReminder} time="" onPress={() => choose(null)} />
            </li>
          )}
        </ul>
        <form noValidate onSubmit={chooseOwn} className="flex flex-col gap-3">
          <Field
            label={savedWords.own}
            type="datetime-local"
            value={own}
            error={error}
            onChange={(event) => {
              setOwn(event.target.value);
              setError(undefined);
            }}
          />
          <span className="flex justify-end gap-2">
            <Button onClick={onClose}>{words.cancel}</Button>
            <Button type="submit" look="primary">
              {savedWords.ownSet}
            </Button>
          </span>
        </form>
      </DialogBody>
    </Dialog>
  );
}

function Choice({ word, time, onPress }: { word: string; time: string; onPress: () => void }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-9 w-full items-center justify-between gap-4 rounded-control px-2 text-start -outline-offset-2 hover:bg-hover pointer-coarse:min-h-11"
    >
      {word}
      <span className="text-small text-muted tabular-nums">{time}</span>
    </button>
  );
}
