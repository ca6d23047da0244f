import type { Message } from '#contract/messages.ts';
import { useActions, useSavedMark } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { remindTimes } from '#ui/parts/later-times.ts';
import { TimeChoice, TimeItem } from '#ui/parts/time-choice.tsx';
import { savedWords } from './saved-words.ts';

/** Chooses when to be reminded of a message, which is saved by that. */
export function RemindDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const { change } = useActions();
  const announce = useAnnounce();
  const { timeZone } = useClock();
  const mark = useSavedMark(message);
  const choose = (at: Date | null) => {
    const remindAt = at?.toISOString() ?? null;
    change(message, { kind: 'save', given: true, remindAt });
    announce(remindAt === null ? savedWords.taken : savedWords.set(exactTime(remindAt, timeZone)));
    onClose();
  };
  return (
    <Dialog title={savedWords.when} onClose={onClose}>
      <DialogBody>
        <TimeChoice times={remindTimes} action={savedWords.ownSet} onChoose={choose} onCancel={onClose}>
          {mark?.remindAt && <TimeItem word={savedWords.noReminder} time="" onPress={() => choose(null)} />}
        </TimeChoice>
      </DialogBody>
    </Dialog>
  );
}
