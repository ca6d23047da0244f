import { Fragment, memo, useLayoutEffect, useRef } from 'react';
import { isSent } from '#ui/messages/entry.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useClock } from '#ui/parts/clock.tsx';
import { dayName } from '#ui/parts/dates.ts';
import { words } from '#ui/words.ts';
import type { Block, DrawnDay } from './blocks.ts';
import { MessageRow } from './message-row.tsx';
import type { Row } from './rows.ts';

interface Marks {
  /** The key of the row that has or takes the focus; null: none of these. */
  current: string | null;
  /** The seq of the message that a link points at; null: none of these. */
  pointed: number | null;
  /** The key of the row that is being edited; null: none of these. */
  edited: string | null;
  /** Called with the element that holds rows, after every change of them. */
  watch: (rows: HTMLElement) => void;
}

/** One day's messages below its name, which stays in sight in a strip of its own until the next day's takes its place. */
export const DayGroup = memo(function DayGroup({
  day,
  current,
  pointed,
  edited,
  watch,
}: Marks & { day: DrawnDay }) {
  return (
    <div>
      <DayName day={day.day} conversationId={day.blocks[0]?.rows[0]?.entry.conversationId ?? ''} />
      {day.blocks.map((block) => (
        <Rows key={block.key} block={block} watch={watch} {...marksIn([block], current, pointed, edited)} />
      ))}
    </div>
  );
});

/** The marks as far as they are in these blocks, so that others are not drawn when they move. */
export function marksIn(
  blocks: readonly Block[],
  current: string | null,
  pointed: number | null,
  edited: string | null,
): Pick<Marks, 'current' | 'pointed' | 'edited'> {
  const has = (isIt: (row: Row) => boolean) => blocks.some((block) => block.rows.some(isIt));
  return {
    current: current !== null && has((row) => row.key === current) ? current : null,
    edited: edited !== null && has((row) => row.key === edited) ? edited : null,
    pointed: pointed !== null && has((row) => seqOf(row) === pointed) ? pointed : null,
  };
}

function seqOf({ entry }: Row): number | null {
  return isSent(entry) ? entry.seq : null;
}

const Rows = memo(function Rows({ block, current, pointed, edited, watch }: Marks & { block: Block }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (block.rows.length > 0 && element.current) watch(element.current);
  }, [block, watch]);
  return (
    <div ref={element}>
      {block.rows.map((row) => (
        <Fragment key={row.key}>
          {row.isNew && <NewLine />}
          <MessageRow
            entry={row.entry}
            authorId={row.authorId}
            head={row.head}
            current={row.key === current}
            opens={row.opens}
            edited={row.key === edited}
            pointed={pointed !== null && seqOf(row) === pointed}
          />
        </Fragment>
      ))}
    </div>
  );
});

function DayName({ day, conversationId }: { day: number; conversationId: string }) {
  const { now, timeZone } = useClock();
  const openDialog = useOpenDialog();
  return (
    <div
      data-day
      className="sticky top-0 z-10 mt-3 mb-1 flex h-8 items-center gap-3 bg-surface px-2 before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border"
    >
      <h2 className="text-tiny text-muted">
        <button
          type="button"
          // The keys have a key for it, and the messages are one stop of the Tab key.
          tabIndex={-1}
          aria-haspopup="dialog"
          onClick={() => openDialog({ name: 'jump', conversationId })}
          className="relative h-6 rounded-control px-2 hover:bg-strong hover:text-text pointer-coarse:after:absolute pointer-coarse:after:-inset-x-2 pointer-coarse:after:-inset-y-2.5"
        >
          {dayName(day, now, timeZone)}
        </button>
      </h2>
    </div>
  );
}

function NewLine() {
  return (
    <div data-new-line className="mt-3 mb-1 flex items-center gap-3 px-2 text-new">
      <hr aria-label={words.timeline.isNew} className="flex-1 border-current" />
      <span aria-hidden className="text-tiny font-semibold">
        {words.timeline.isNew}
      </span>
    </div>
  );
}
