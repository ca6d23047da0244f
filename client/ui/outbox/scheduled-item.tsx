import { CalendarClock } from 'lucide-react';
import { useRef, useState } from 'react';
import { limits } from '#contract/limits.ts';
import type { ScheduledMessage } from '#contract/scheduled.ts';
import { useActions } from '#state/hooks.ts';
import { FileHead } from '#ui/files/file-head.tsx';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { leave } from '#ui/parts/focus.ts';
import { CircleAlert } from '#ui/parts/icons.ts';
import { TextArea } from '#ui/parts/text-area.tsx';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { words } from '#ui/words.ts';
import { Destination, useDestination } from './destination.tsx';
import { scheduledWords } from './scheduled-words.ts';

interface ScheduledItemProps {
  item: ScheduledMessage;
  onChanged: () => void;
  /** Called when its conversation is opened. */
  onGo: () => void;
}

/** One message that waits: where to, what, when, and what can be done about it. */
export function ScheduledItem({ item, onChanged, onGo }: ScheduledItemProps) {
  const { id, conversationId, body, files } = item;
  const { call } = useActions();
  const openDialog = useOpenDialog();
  const announce = useAnnounce();
  const own = useRef<HTMLLIElement>(null);
  const [text, setText] = useState<string | null>(null);
  const { busy, errors, message, submit } = useSubmit(['body']);
  const name = useDestination(conversationId);

  const act = (said: string, work: (signal: AbortSignal) => Promise<unknown>) => async () => {
    const isDone = await submit(work);
    if (isDone) announce(said);
    onChanged();
    return isDone;
  };
  const go = (said: string, work: (signal: AbortSignal) => Promise<unknown>) => async () => {
    if ((await act(said, work)()) && own.current) leave(own.current, 'li[tabindex]', '[role="dialog"]');
  };
  const cancel = go(scheduledWords.cancelled, (signal) => call('scheduled:delete', { id }, { signal }));
  const send = go(scheduledWords.sent, (signal) => call('scheduled:send', { id }, { signal }));
  const save = async () => {
    const isDone = await act(scheduledWords.saved, (signal) =>
      call('scheduled:update', { id, body: text ?? body }, { signal }),
    )();
    if (isDone) stopEditing();
  };
  const stopEditing = () => {
    setText(null);
    own.current?.focus();
  };

  return (
    <li
      ref={own}
      tabIndex={-1}
      aria-label={scheduledWords.item(name ?? scheduledWords.unknown)}
      className="flex flex-col gap-2 py-3 first:pt-1 last:pb-0"
    >
      <div className="flex min-w-0 items-baseline justify-between gap-3">
        <Destination id={conversationId} name={name} unknown={scheduledWords.unknown} onGo={onGo} />
      </div>
      {text === null ? (
        body !== '' && (
          <p dir="auto" className="max-h-32 overflow-y-auto whitespace-pre-wrap wrap-anywhere">
            {body}
          </p>
        )
      ) : (
        <TextArea
          label={scheduledWords.text}
          value={text}
          error={errors.body}
          maxLength={limits.messageBody}
          onText={setText}
          autoFocus
        />
      )}
      {files.length > 0 && (
        <ul aria-label={scheduledWords.files} className="grid gap-2 sm:grid-cols-2">
          {files.map((file) => (
            <li key={file.id} className="min-w-0 rounded-card border border-border bg-raised">
              <FileHead file={file} isByTab />
            </li>
          ))}
        </ul>
      )}
      <FormError message={message} />
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <Standing item={item} />
        <div className="-me-3.5 flex flex-wrap gap-1">
          {text === null ? (
            <>
              <Button look="quiet" onClick={() => setText(body)}>
                {scheduledWords.edit}
              </Button>
              <Button
                look="quiet"
                onClick={() => openDialog({ name: 'send-later', what: { id }, onDone: onChanged })}
              >
                {scheduledWords.time}
              </Button>
              <Button look="quiet" busy={busy} onClick={() => void send()}>
                {scheduledWords.sendNow}
              </Button>
              <Button look="quiet" busy={busy} onClick={() => void cancel()}>
                {scheduledWords.cancel}
              </Button>
            </>
          ) : (
            <>
              <Button look="quiet" onClick={stopEditing}>
                {scheduledWords.keep}
              </Button>
              <Button look="primary" busy={busy} onClick={() => void save()}>
                {words.save}
              </Button>
            </>
          )}
        </div>
      </div>
    </li>
  );
}

/** When it is sent, or why it was not. */
function Standing({ item: { sendAt, refusal } }: Pick<ScheduledItemProps, 'item'>) {
  const { now, timeZone } = useClock();
  const Icon = refusal === null ? CalendarClock : CircleAlert;
  return (
    <p
      title={exactTime(sendAt, timeZone)}
      className={`flex min-w-0 flex-1 basis-40 items-center gap-1.5 text-small ${refusal === null ? 'text-muted' : 'text-danger'}`}
    >
      <Icon size={14} aria-hidden className="shrink-0" />
      {refusal === null
        ? scheduledWords.at(shortTime(sendAt, now, timeZone))
        : scheduledWords.notSent(refusal)}
    </p>
  );
}
