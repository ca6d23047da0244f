import { useId } from 'react';
import type { DataExport } from '#contract/exports.ts';
import { useActions } from '#state/hooks.ts';
import { Button } from './button.tsx';
import { buttonLook } from './button-look.ts';
import { useClock } from './clock.tsx';
import { exactTime, shortTime } from './dates.ts';
import { exportWords } from './export-words.ts';
import { FormError } from './field.tsx';
import { OfflineNote } from './offline-note.tsx';
import type { useExports } from './use-exports.ts';
import { useSubmit } from './use-submit.ts';

/** What was asked for, how far it is, and where to get it. */
export function ExportList({ items, hasFailed, look }: ReturnType<typeof useExports>) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3">
      <h3 id={heading} className="font-semibold">
        {exportWords.list}
      </h3>
      <OfflineNote text={exportWords.offline} />
      {hasFailed && items === null && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="text-small text-muted">{exportWords.unreachable}</p>
          <Button onClick={look}>{exportWords.tryAgain}</Button>
        </div>
      )}
      {items?.length === 0 && <p className="text-small text-muted">{exportWords.none}</p>}
      {items && items.length > 0 && (
        <ul className="flex flex-col divide-y divide-border rounded-card border border-border">
          {items.map((item) => (
            <ExportRow key={item.id} item={item} onGone={look} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface ExportRowProps {
  item: DataExport;
  onGone: () => void;
}

function ExportRow({ item, onGone }: ExportRowProps) {
  const { now, timeZone } = useClock();
  const { call } = useActions();
  const { busy, message, submit } = useSubmit([]);
  const made = shortTime(item.createdAt, now, timeZone);
  const remove = async () => {
    if (await submit((signal) => call('export:delete', { exportId: item.id }, { signal }))) onGone();
  };
  return (
    <li className="flex flex-col gap-2 px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-56 flex-1">
          <p>
            <time dateTime={item.createdAt} title={exactTime(item.createdAt, timeZone)}>
              {exportWords.madeAt(made)}
            </time>
            {item.everything && <span className="text-muted">, {exportWords.everything}</span>}
          </p>
          <p className={`text-small tabular-nums ${item.state === 'failed' ? 'text-danger' : 'text-muted'}`}>
            {stateOf(item, shortTime(item.expiresAt, now, timeZone))}
          </p>
          {item.state === 'running' && (
            <progress
              value={item.progress}
              max={1}
              aria-label={exportWords.madeAt(made)}
              className="mt-1.5 h-1 w-full accent-accent"
            />
          )}
        </div>
        <div className="flex items-center gap-1">
          {item.state === 'ready' && (
            <a
              href={`/api/v1/exports/${item.id}/file`}
              download
              aria-label={exportWords.downloadOf(made)}
              className={buttonLook({})}
            >
              {exportWords.download}
            </a>
          )}
          <Button
            look="quiet"
            busy={busy}
            aria-label={exportWords.removeOf(made)}
            onClick={() => void remove()}
          >
            {exportWords.remove}
          </Button>
        </div>
      </div>
      {message && <FormError message={message} />}
    </li>
  );
}

function stateOf({ state, progress, bytes, reason }: DataExport, until: string): string {
  if (state === 'ready') return exportWords.states.ready(exportWords.size(bytes ?? 0), until);
  if (state === 'running') return exportWords.states.running(Math.floor(progress * 100));
  return state === 'failed' ? exportWords.states.failed(reason) : exportWords.states.waiting;
}
