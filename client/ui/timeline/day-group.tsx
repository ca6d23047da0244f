import { Fragment } from 'react';
import { useClock } from '#ui/parts/clock.tsx';
import { dayName } from '#ui/parts/dates.ts';
import { words } from '#ui/words.ts';
import { MessageRow } from './message-row.tsx';
import { type Day, isSent } from './rows.ts';

interface DayGroupProps {
  day: Day;
  /** The key of the row that has or takes the focus. */
  current: string | null;
  /** The seq of the message that a link points at. */
  pointed: number | null;
}

/** One day's messages below its name, which stays in sight in a strip of its own until the next day's takes its place. */
export function DayGroup({ day, current, pointed }: DayGroupProps) {
  return (
    <div>
      <DayName day={day.day} />
      {day.rows.map((row) => (
        <Fragment key={row.key}>
          {row.isNew && <NewLine />}
          <MessageRow
            entry={row.entry}
            authorId={row.authorId}
            head={row.head}
            current={row.key === current}
            opens={row.opens}
            pointed={isSent(row.entry) && row.entry.seq === pointed}
          />
        </Fragment>
      ))}
    </div>
  );
}

function DayName({ day }: { day: number }) {
  const { now, timeZone } = useClock();
  return (
    <div
      data-day
      className="sticky top-0 z-10 mt-3 mb-1 flex h-8 items-center gap-3 bg-surface px-2 before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border"
    >
      <h2 className="text-tiny text-muted">{dayName(day, now, timeZone)}</h2>
    </div>
  );
}

function NewLine() {
  return (
    <div data-new-line className="mt-3 mb-1 flex items-center gap-3 ps-2 text-new">
      <hr aria-label={words.timeline.isNew} className="flex-1 border-current" />
      <span aria-hidden className="text-tiny font-semibold">
        {words.timeline.isNew}
      </span>
    </div>
  );
}
