import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useMe, usePending } from '#state/hooks.ts';
import { holds, type Timeline } from '#state/nouns/timeline.ts';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { words } from '#ui/words.ts';
import { DayGroup } from './day-group.tsx';
import { HoldPosition } from './hold-position.tsx';
import { Intro } from './intro.tsx';
import { daysOf } from './rows.ts';
import { entryAt } from './scroller.ts';
import { useEscape } from './use-escape.ts';
import { useNewLine } from './use-new-line.ts';
import { useNews } from './use-news.ts';
import { useRoving } from './use-roving.ts';
import { useScrolling } from './use-scrolling.ts';

interface TimelineViewProps {
  conversation: MyConversation;
  timeline: Timeline;
  /** A link points at this message. */
  message: number | null;
}

/** The messages that are loaded, in normal flow, in a scroller of their own. */
export function TimelineView({ conversation, timeline, message }: TimelineViewProps) {
  const me = useMe();
  const timeZone = useTimeZone();
  const pending = usePending(conversation.id);
  const scroller = useRef<HTMLDivElement>(null);
  const [newLineSeq, clearLine] = useNewLine(conversation, timeline);
  const { current, handlers } = useRoving();
  const { away, retry, onScroll, jump } = useScrolling({
    scroller,
    conversation,
    timeline,
    message,
  });
  const { messages, hasBefore, hasAfter, loading } = timeline;
  const days = useMemo(
    () => daysOf({ messages, pending: hasAfter ? nothing : pending, myId: me.id, newLineSeq, timeZone }),
    [messages, pending, hasAfter, me.id, newLineSeq, timeZone],
  );
  // Beyond messages that are not loaded, what I wrote stands apart, but it never goes unseen.
  const apart = useMemo(
    () =>
      daysOf({ messages: nothing, pending: hasAfter ? pending : nothing, myId: me.id, newLineSeq, timeZone }),
    [pending, hasAfter, me.id, newLineSeq, timeZone],
  );
  const newest = days.at(-1)?.rows.at(-1)?.key ?? null;
  const reached =
    current !== null && days.some((day) => day.rows.some((row) => row.key === current)) ? current : newest;

  useNews(conversation, timeline);
  useOwnMessages(pending.at(-1)?.createdAt ?? null, jump);
  useEscape(() => {
    clearLine();
    void jump();
  });

  // A link to a message: in the middle of the view as soon as it is loaded, and not again when it comes back.
  const pointed = message !== null && holds(timeline, message) ? message : null;
  const pointedAt = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (message === null) pointedAt.current = null;
    if (pointed === null || pointedAt.current === pointed) return;
    pointedAt.current = pointed;
    const entry = scroller.current && entryAt(scroller.current, pointed);
    entry?.scrollIntoView({ block: 'center' });
    entry?.focus({ preventScroll: true });
  }, [message, pointed]);

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        data-scroller
        onScroll={onScroll}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-x-hidden overflow-y-auto [overflow-anchor:none]"
      >
        <HoldPosition scroller={scroller} complete={!hasAfter} onHeld={onScroll}>
          <div
            role="log"
            aria-label={words.timeline.label}
            // New messages are announced by the page's one live region.
            aria-live="off"
            aria-busy={loading !== null}
            className="flex w-full max-w-[56rem] flex-col px-2 pt-2 pb-3 md:px-3"
            {...handlers}
          >
            {hasBefore ? (
              <Edge text={words.timeline.loadingEarlier} failed={retry} />
            ) : (
              <Intro conversation={conversation} />
            )}
            {days.map((day) => (
              <DayGroup key={day.day} day={day} current={reached} pointed={message} />
            ))}
            {hasAfter && <Edge text={words.timeline.loadingLater} failed={retry} />}
            {apart.map((day) => (
              <DayGroup key={day.day} day={day} current={reached} pointed={null} />
            ))}
          </div>
        </HoldPosition>
      </div>
      {away && (
        <JumpButton count={conversation.joined ? conversation.unread : 0} onPress={() => void jump()} />
      )}
    </div>
  );
}

const nothing: never[] = [];

/** Whoever writes is taken to the end, where the message appears; not for what waited since before this view. */
function useOwnMessages(newest: string | null, jump: () => Promise<void>): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    last.current ??= new Date().toISOString();
    if (newest === null || newest <= last.current) return;
    last.current = newest;
    void jump();
  }, [newest, jump]);
}

/** Stands where more messages will be; always as high, so that nothing moves when they are asked for. */
function Edge({ text, failed }: { text: string; failed: (() => void) | null }) {
  return (
    <div className="flex h-14 items-center justify-center gap-3 text-small text-muted">
      {failed ? (
        <>
          {words.timeline.loadFailed}
          <Button onClick={failed}>{words.timeline.tryAgain}</Button>
        </>
      ) : (
        text
      )}
    </div>
  );
}

function JumpButton({ count, onPress }: { count: number; onPress: () => void }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex max-w-[56rem] justify-center">
      <button
        type="button"
        aria-label={words.timeline.jumpLabel(count)}
        onClick={onPress}
        className="pointer-events-auto inline-flex h-9 items-center gap-2 rounded-full border border-border bg-raised ps-3 pe-4 text-small font-semibold shadow-float animate-appear hover:bg-hover pointer-coarse:h-11"
      >
        <ArrowDown size={16} aria-hidden />
        {words.timeline.jump}
        {count > 0 && (
          <span className="-me-2 rounded-full bg-accent px-2 py-px text-tiny text-accent-text tabular-nums">
            {words.few(count)}
          </span>
        )}
      </button>
    </div>
  );
}
