import { useState } from 'react';
import { refuseField } from '#contract/errors.ts';
import { limits } from '#contract/limits.ts';
import { useActions, useMe } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { statusEnds, timeInField } from '#ui/parts/end-times.ts';
import { Field } from '#ui/parts/field.tsx';
import { FormDialog } from '#ui/parts/form-dialog.tsx';
import { words } from '#ui/words.ts';
import { profileWords } from './profile-words.ts';
import { EmojiChoice } from './status-emoji.tsx';
import { type End, EndFields } from './status-end.tsx';

const said = profileWords.status;

/** What I say of my moment, and when it is over. */
export function StatusDialog({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const { call } = useActions();
  const before = me.status;
  const [emoji, setEmoji] = useState(before?.emoji ?? '');
  const [text, setText] = useState(before?.text ?? '');
  const [end, setEnd] = useState<End>({ choice: before?.until ? 'kept' : 'never', own: '' });
  const isNothing = emoji === '' && text.trim() === '';

  const save = (signal: AbortSignal) => {
    const status = isNothing ? null : { emoji, text, until: timeOf(end, before?.until ?? null) };
    return call('user:update', { status }, { signal });
  };

  return (
    <FormDialog
      title={said.title}
      fields={['status.emoji', 'status.text', 'status.until']}
      action={words.save}
      onSubmit={async (signal) => save(signal)}
      onClose={onClose}
    >
      {({ errors, submit }) => (
        <>
          <Field
            label={said.text}
            placeholder={said.placeholder}
            value={text}
            error={errors['status.text'] ?? errors['status.emoji']}
            onChange={(event) => setText(event.target.value)}
            maxLength={limits.statusText}
            autoComplete="off"
            dir="auto"
          />
          <EmojiChoice emoji={emoji} onChange={setEmoji} />
          {isNothing && (
            <Offers
              onChoose={(offer) => {
                setEmoji(offer.emoji);
                setText(offer.text);
              }}
            />
          )}
          <EndFields
            end={end}
            before={before?.until ?? null}
            error={errors['status.until']}
            onChange={setEnd}
          />
          {before && (
            <div>
              <Button
                look="quiet"
                onClick={() =>
                  void submit(async (signal) => {
                    await call('user:update', { status: null }, { signal });
                    onClose();
                  })
                }
              >
                {said.clear}
              </Button>
            </div>
          )}
        </>
      )}
    </FormDialog>
  );
}

/** Counted from when it is sent, not from when the dialog was opened. Throws a Refusal for a time that is no time to come. */
function timeOf({ choice, own }: End, before: string | null): string | null {
  if (choice === 'never') return null;
  if (choice === 'kept') return before;
  const time = choice === 'own' ? timeInField(own) : statusEnds(new Date())[choice]?.at;
  if (!time || time.getTime() <= Date.now()) throw refuseField('status.until', said.past);
  return time.toISOString();
}

interface Offer {
  emoji: string;
  text: string;
}

/** What many say. */
function Offers({ onChoose }: { onChoose: (offer: Offer) => void }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-small text-muted">{said.offers}</p>
      <ul className="-mx-2 flex flex-col">
        {said.offered.map((offer) => (
          <li key={offer.text}>
            <button
              type="button"
              onClick={() => onChoose(offer)}
              className="flex min-h-8 w-full items-center gap-2.5 rounded-control px-2 text-start -outline-offset-2 hover:bg-hover pointer-coarse:min-h-11"
            >
              <span aria-hidden>{offer.emoji}</span>
              {offer.text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
