import { type FormEvent, useState } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useChatState } from '#state/hooks.ts';
import { useNavigation } from '#ui/navigation/navigation.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { dayNumber } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { Field, FormError } from '#ui/parts/field.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { findDay } from './find-day.ts';
import { jumpWords } from './jump-words.ts';

interface JumpToDateProps {
  conversation: MyConversation;
  onClose: () => void;
}

/** Days to go to in a conversation: a few at hand, and any. */
export function JumpToDate({ conversation, onClose }: JumpToDateProps) {
  const { now, timeZone } = useClock();
  const today = new Date(dayNumber(now, timeZone) * 86_400_000);
  const [day, setDay] = useState(isoDay(today));
  const [error, setError] = useState<string>();
  const { jump, message, busy } = useJump(conversation, onClose);
  const choices = [
    [words.time.today, isoDay(today)],
    [words.time.yesterday, isoDay(daysBefore(today, 1))],
    [jumpWords.lastWeek, isoDay(daysBefore(today, 7))],
    [jumpWords.lastMonth, isoDay(monthBefore(today))],
    [jumpWords.beginning, null],
  ] as const;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (/^\d{4}(-\d\d){2}$/.test(day)) jump(day);
    else setError(jumpWords.noDate);
  };
  return (
    <Dialog title={jumpWords.title} lead={jumpWords.lead} onClose={onClose}>
      <DialogBody>
        <FormError message={message} />
        <div className="flex flex-wrap gap-2">
          {choices.map(([word, goal]) => (
            <Button key={word} busy={busy} onClick={() => jump(goal)}>
              {word}
            </Button>
          ))}
        </div>
        <form noValidate onSubmit={submit} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <Field
              label={jumpWords.date}
              type="date"
              value={day}
              max={isoDay(today)}
              error={error}
              onChange={(event) => {
                setDay(event.target.value);
                setError(undefined);
              }}
            />
          </div>
          <Button type="submit" look="primary" busy={busy}>
            {jumpWords.go}
          </Button>
        </form>
      </DialogBody>
    </Dialog>
  );
}

/** Goes to a day; null: to the first message. In a thread, to the reply, whose address names no day. */
function useJump({ id, parentId, rootSeq }: MyConversation, onClose: () => void) {
  const actions = useActions();
  const state = useChatState();
  const { go } = useNavigation();
  const { timeZone } = useClock();
  const { submit, message, busy } = useSubmit([]);
  const jump = (at: string | null) => {
    if (parentId === null || rootSeq === null) {
      go({ conversationId: id, ...(at === null ? { message: 1 } : { message: null, at }) });
      onClose();
    } else
      void submit(async () => {
        const reply = at === null ? 1 : (await findDay({ actions, state, id, at, timeZone })).seq;
        go({ conversationId: parentId, message: null, panel: { kind: 'thread', rootSeq, reply } });
        onClose();
      });
  };
  return { jump, message, busy };
}

function isoDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function daysBefore(date: Date, count: number): Date {
  return new Date(date.getTime() - count * 86_400_000);
}

/** The same day of the month before, or the last one that it has. */
function monthBefore(date: Date): Date {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return new Date(Date.UTC(year, month - 1, Math.min(day, new Date(Date.UTC(year, month, 0)).getUTCDate())));
}
