import { useRef } from 'react';
import { useActions } from '#state/hooks.ts';
import { newClientId } from '#state/sync/client-id.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { remindTimes } from '#ui/parts/later-times.ts';
import { TimeChoice } from '#ui/parts/time-choice.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { savedWords } from './saved-words.ts';

interface OwnReminderProps {
  /** Of one that is there: gives it another time. */
  id: string | null;
  text: string;
  /** It was made, or has its new time. */
  onDone?: (() => void) | undefined;
  onClose: () => void;
}

/** Chooses when to be reminded of something in one's own words. */
export function OwnReminder({ id, text, onDone, onClose }: OwnReminderProps) {
  const { call } = useActions();
  const announce = useAnnounce();
  const { timeZone } = useClock();
  const { busy, message, submit } = useSubmit([]);
  // However often it is tried: one reminder.
  const clientId = useRef<string>(undefined);
  const choose = (at: Date) =>
    void submit(async (signal) => {
      const remindAt = at.toISOString();
      clientId.current ??= newClientId();
      await (id === null
        ? call('reminder:create', { clientId: clientId.current, text, remindAt }, { signal })
        : call('reminder:update', { id, remindAt }, { signal }));
      announce(savedWords.set(exactTime(remindAt, timeZone)));
      onDone?.();
      onClose();
    });
  return (
    <Dialog title={savedWords.when} lead={text} onClose={onClose}>
      <DialogBody>
        <FormError message={message} />
        <TimeChoice
          times={remindTimes}
          action={savedWords.ownSet}
          busy={busy}
          onChoose={choose}
          onCancel={onClose}
        />
      </DialogBody>
    </Dialog>
  );
}
