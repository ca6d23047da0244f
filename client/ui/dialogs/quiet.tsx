import { type FormEvent, useState } from 'react';
import { useActions, useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { clockTime, shortTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { quietEnds, timeInField } from '#ui/parts/end-times.ts';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { profileWords } from './profile-words.ts';

const said = profileWords.quiet;

/** How long I do not want to be disturbed. */
export function QuietDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { call } = useActions();
  const { timeZone } = useClock();
  const [opened] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const [past, setPast] = useState<string>();
  const { busy, errors, message, submit } = useSubmit(['quietUntil']);
  const now = opened.getTime();
  const choose = (until: Date | null) =>
    void submit(async (signal) => {
      await call('user:update', { quietUntil: until?.toISOString() ?? null }, { signal });
      onClose();
    });
  const chooseOwn = (event: FormEvent) => {
    event.preventDefault();
    const time = timeInField(own);
    if (time && time.getTime() > Date.now()) choose(time);
    else setPast(said.past);
  };
  return (
    <Dialog title={said.title} lead={said.lead} onClose={onClose}>
      <DialogBody>
        <FormError message={message} />
        <ul className="-mx-2 flex flex-col">
          {me.quietUntil && (
            <li>
              <Choice
                word={said.off}
                time={shortTime(me.quietUntil, now, timeZone)}
                onPress={() => choose(null)}
              />
            </li>
          )}
          {quietEnds(opened).map(({ word, at }) => (
            <li key={word}>
              <Choice word={word} time={clockTime(at.toISOString(), timeZone)} onPress={() => choose(at)} />
            </li>
          ))}
        </ul>
        <form noValidate onSubmit={chooseOwn} className="flex flex-col gap-3">
          <Field
            label={said.own}
            type="datetime-local"
            value={own}
            error={past ?? errors.quietUntil}
            onChange={(event) => {
              setOwn(event.target.value);
              setPast(undefined);
            }}
          />
          <span className="flex justify-end gap-2">
            <Button onClick={onClose}>{words.cancel}</Button>
            <Button type="submit" look="primary" busy={busy}>
              {said.ownSet}
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
