import { useRef } from 'react';
import { Refusal } from '#contract/errors.ts';
import { useActions, useChat } from '#state/hooks.ts';
import { newClientId } from '#state/sync/client-id.ts';
import { type DialogRequest, useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { FormError } from '#ui/parts/field.tsx';
import { sendTimes } from '#ui/parts/later-times.ts';
import { TimeChoice, TimeItem } from '#ui/parts/time-choice.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { scheduledWords } from './scheduled-words.ts';

interface SendLaterProps {
  request: Extract<DialogRequest, { name: 'send-later' }>;
  onClose: () => void;
}

type Written = Exclude<SendLaterProps['request']['what'], { id: string }>;

/** Chooses when a message is sent that was written now, or gives one that waits another time. */
export function SendLater({ request, onClose }: SendLaterProps) {
  const { call, uploads } = useActions();
  const openDialog = useOpenDialog();
  const announce = useAnnounce();
  const { timeZone } = useClock();
  const waiting = useChat(({ saved }) => saved.scheduled);
  const { busy, message, submit } = useSubmit([]);
  // However often it is tried: one message.
  const clientId = useRef<string>(undefined);
  const isScheduled = useRef(false);
  const { what, onDone } = request;
  const toList = () => openDialog({ name: 'scheduled' });
  const create = async ({ files, ...written }: Written, sendAt: string, signal: AbortSignal) => {
    clientId.current ??= newClientId();
    const input = { ...written, clientId: clientId.current, sendAt };
    if (files.length === 0) return call('scheduled:create', input, { signal });
    const all = await uploads();
    const made = await all.send(files, (fileIds) =>
      call('scheduled:create', { ...input, fileIds }, { signal }),
    );
    if (!made) throw new Refusal('conflict', scheduledWords.takenBack);
    all.sent(files, written.conversationId);
    return made;
  };
  const choose = (at: Date) =>
    void submit(async (signal) => {
      const sendAt = at.toISOString();
      await ('id' in what
        ? call('scheduled:update', { id: what.id, sendAt }, { signal })
        : create(what, sendAt, signal));
      const said = scheduledWords.set(exactTime(sendAt, timeZone));
      onDone?.();
      if ('id' in what) {
        announce(said);
        return toList();
      }
      isScheduled.current = true;
      showToast({ text: said, action: { word: scheduledWords.all, run: toList } });
      onClose();
    });
  return (
    <Dialog
      title={'id' in what ? scheduledWords.otherTime : scheduledWords.when}
      onward={(origin) => (isScheduled.current ? fieldOf(origin) : null)}
      onClose={onClose}
    >
      <DialogBody>
        <FormError message={message} />
        <TimeChoice
          times={sendTimes}
          action={scheduledWords.laterAction}
          busy={busy}
          onChoose={choose}
          onCancel={'id' in what ? toList : onClose}
        >
          {waiting > 0 && !('id' in what) && (
            <TimeItem word={scheduledWords.all} time={String(waiting)} onPress={toList} />
          )}
        </TimeChoice>
      </DialogBody>
    </Dialog>
  );
}

/** Where the next text is written, but not where that raises a keyboard. */
function fieldOf(button: HTMLElement) {
  const isMouse = window.matchMedia('(pointer: fine)').matches;
  return isMouse ? button.closest('[data-composing]')?.querySelector('textarea') : null;
}
