import { useCallback, useEffect, useState } from 'react';
import type { DeadLetter } from '#contract/dead-letters.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { useClock } from '#ui/parts/clock.tsx';
import { shortTime } from '#ui/parts/dates.ts';
import { FormError } from '#ui/parts/field.tsx';
import { OfflineNote } from '#ui/parts/offline-note.tsx';
import { showToast } from '#ui/parts/toast.ts';
import { useSubmit } from '#ui/parts/use-submit.ts';
import { jobsWords as words } from './jobs-words.ts';
import { officeWords } from './office-words.ts';

/** Jobs that were given up, and what to do about each. */
export function Jobs() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [found, setFound] = useState<{ items: DeadLetter[]; mail: boolean } | null>(null);
  const { busy, message, submit } = useSubmit([]);
  const ask = useCallback(
    () => submit(async (signal) => setFound(await call('dead-letter:list', {}, { signal }))),
    [submit, call],
  );
  useEffect(() => {
    if (isLive) void ask();
  }, [isLive, ask]);

  const settle = (work: (signal: AbortSignal) => Promise<unknown>, text: string) =>
    void submit(async (signal) => {
      await work(signal);
      showToast({ text, action: null });
    }).finally(ask);

  return (
    <>
      <OfflineNote text={officeWords.offline} />
      <p className="text-muted">{words.lead}</p>
      {found && !found.mail && (
        <p className="rounded-control bg-sunken px-3 py-2 text-small">{words.noMail}</p>
      )}
      <FormError message={message} />
      {found?.items.length === 0 && <p>{words.none}</p>}
      <ul aria-label={words.label} className="flex flex-col divide-y divide-border">
        {found?.items.map((letter) => (
          <JobRow
            key={letter.id}
            letter={letter}
            busy={busy}
            onRetry={() =>
              settle((signal) => call('dead-letter:retry', { id: letter.id }, { signal }), words.retried)
            }
            onDiscard={() =>
              settle((signal) => call('dead-letter:discard', { id: letter.id }, { signal }), words.discarded)
            }
          />
        ))}
      </ul>
    </>
  );
}

interface JobRowProps {
  letter: DeadLetter;
  busy: boolean;
  onRetry: () => void;
  onDiscard: () => void;
}

function JobRow({ letter: { job, reason, failedAt }, busy, onRetry, onDiscard }: JobRowProps) {
  const { now, timeZone } = useClock();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3 first:pt-0">
      <div className="min-w-48 flex-1">
        <p className="font-semibold wrap-anywhere">{job}</p>
        <p className="text-small text-muted wrap-anywhere">
          {words.failed(shortTime(failedAt, now, timeZone))} · {reason}
        </p>
      </div>
      <span className="flex gap-2">
        <Button busy={busy} aria-label={words.retryLabel(job)} onClick={onRetry}>
          {words.retry}
        </Button>
        <Button look="quiet" busy={busy} aria-label={words.discardLabel(job)} onClick={onDiscard}>
          {words.discard}
        </Button>
      </span>
    </li>
  );
}
