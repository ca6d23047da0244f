import { useEffect, useState } from 'react';
import type { EarlierTexts as Texts } from '#contract/messages.ts';
import { useActions } from '#state/hooks.ts';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { exactTime } from '#ui/parts/dates.ts';
import { Dialog, DialogBody } from '#ui/parts/dialog.tsx';
import { sentenceOf } from '#ui/parts/use-submit.ts';
import { messageWords } from './message-words.ts';

/** What a message said before it was edited, the latest first. */
export function EarlierTexts({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const { call } = useActions();
  const timeZone = useTimeZone();
  const [texts, setTexts] = useState<Texts['items'] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    call('message:edits', { id: messageId }, { signal: leaving.signal }).then(
      ({ items }) => setTexts(items),
      (error) => leaving.signal.aborted || setFailure(sentenceOf(error)),
    );
    return () => leaving.abort();
  }, [call, messageId]);
  return (
    <Dialog title={messageWords.earlierTexts} wide onClose={onClose}>
      <DialogBody>
        {failure !== null && <p role="alert">{failure}</p>}
        {texts?.length === 0 && <p className="text-muted">{messageWords.noEarlierTexts}</p>}
        {texts && texts.length > 0 && (
          <ol className="flex flex-col divide-y divide-border">
            {texts.map(({ body, editedAt }) => (
              <li key={editedAt} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
                <time dateTime={editedAt} className="text-tiny text-muted">
                  {messageWords.until(exactTime(editedAt, timeZone))}
                </time>
                <p dir="auto" className="own-box whitespace-pre-wrap wrap-anywhere">
                  {body}
                </p>
              </li>
            ))}
          </ol>
        )}
      </DialogBody>
    </Dialog>
  );
}
