import { useRef } from 'react';
import { useActions, useConnection } from '#state/hooks.ts';
import { isChange } from '#state/nouns/pending.ts';
import type { Change, Waiting } from '#state/nouns/state.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { useClock } from '#ui/parts/clock.tsx';
import { exactTime, shortTime } from '#ui/parts/dates.ts';
import { leave } from '#ui/parts/focus.ts';
import { CircleAlert, Clock } from '#ui/parts/icons.ts';
import { Destination, useDestination } from './destination.tsx';
import { listWords } from './list-words.ts';

interface OutboxItemProps {
  pending: Waiting;
  /** Called when its conversation is opened. */
  onGo: () => void;
}

/** One message or change that is not sent: where to, what, how it stands, and what can be done. */
export function OutboxItem({ pending, onGo }: OutboxItemProps) {
  const { clientId, conversationId, createdAt } = pending;
  const what = isChange(pending) ? wordsOf(pending.change) : null;
  const text = isChange(pending)
    ? textOf(pending.change, pending.about)
    : [pending.body, ...(pending.files ?? []).map(({ name }) => name)].filter(Boolean).join('\n');
  const { retry, discard } = useActions();
  const own = useRef<HTMLLIElement>(null);
  const announce = useAnnounce();
  const { now, timeZone } = useClock();
  const isLive = useConnection() === 'live';
  const name = useDestination(conversationId);

  const copy = async () => {
    if (await copyText(text)) announce(listWords.copied);
  };

  return (
    <li
      ref={own}
      tabIndex={-1}
      aria-label={
        what === null
          ? listWords.item(name ?? listWords.unknown)
          : listWords.change(what, name ?? listWords.unknown)
      }
      className="flex flex-col gap-2 py-3 first:pt-1 last:pb-0"
    >
      <div className="flex min-w-0 items-baseline justify-between gap-3">
        <Destination id={conversationId} name={name} unknown={listWords.unknown} onGo={onGo} />
        <time
          dateTime={createdAt}
          title={exactTime(createdAt, timeZone)}
          className="shrink-0 text-tiny text-muted tabular-nums"
        >
          {shortTime(createdAt, now, timeZone)}
        </time>
      </div>
      <p dir="auto" className="max-h-32 overflow-y-auto whitespace-pre-wrap wrap-anywhere">
        {what !== null && <span className="text-muted">{what}: </span>}
        {text}
      </p>
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <Standing pending={pending} />
        <div className="-me-3.5 flex flex-wrap gap-1">
          {(isLive || pending.state === 'failed') && (
            <Button
              look="quiet"
              onClick={() => {
                // Offline the button goes with the press.
                own.current?.focus();
                retry(clientId);
              }}
            >
              {listWords.retry}
            </Button>
          )}
          <Button look="quiet" onClick={() => void copy()}>
            {listWords.copy}
          </Button>
          <Button
            look="quiet"
            onClick={() => {
              if (own.current) leave(own.current, 'li', '[role="dialog"]');
              discard(clientId);
            }}
          >
            {listWords.discard}
          </Button>
        </div>
      </div>
    </li>
  );
}

/** What was done to a message. */
function wordsOf(change: Change): string {
  switch (change.kind) {
    case 'edit':
      return listWords.edit;
    case 'delete':
      return listWords.deletion;
    case 'restore':
      return listWords.restoring;
    case 'react':
      return listWords.reaction(change.emoji, change.given);
    case 'pin':
      return listWords.pin(change.given);
    case 'vote':
      return listWords.vote;
    case 'closePoll':
      return listWords.closePoll;
    case 'save':
      return listWords.save(change.given);
  }
}

/** The text that a change is about, or the new one. */
function textOf(change: Change, about: string): string {
  return change.kind === 'edit' ? change.body : about;
}

function Standing({ pending }: { pending: Waiting }) {
  const failed = pending.state === 'failed';
  return (
    <p
      className={`flex min-w-0 flex-1 items-center gap-1.5 text-small ${failed ? 'text-danger' : 'text-muted'}`}
    >
      {failed ? (
        <CircleAlert size={14} aria-hidden className="shrink-0" />
      ) : (
        <Clock size={14} aria-hidden className="shrink-0" />
      )}
      {failed ? listWords.notSent(pending.reason) : listWords.isSending}
    </p>
  );
}
