import { type ComponentType, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { MyConversation } from '#contract/conversations.ts';
import { useActions, useConversation, useEdit, useMe, usePending, usePendingChanges } from '#state/hooks.ts';
import { laidOver } from '#state/nouns/changes.ts';
import type { Timeline } from '#state/nouns/timeline.ts';
import { LaterRowActions } from '#ui/messages/later-row-actions.tsx';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { Button } from '#ui/parts/button.tsx';
import { useTimeZone } from '#ui/parts/clock.tsx';
import { ArrowDown } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import { type DrawnDay, drawnDays } from './blocks.ts';
import { DayGroup, marksIn } from './day-group.tsx';
import { HoldPosition } from './hold-position.tsx';
import { Intro } from './intro.tsx';
import { seqLeftAt, useLeftPositions } from './left-positions.ts';
import { type Pointing, usePointing } from './pointing.ts';
import { daysOf, type RowsInput } from './rows.ts';
import { useDrawnRows } from './use-drawn-rows.ts';
import { useEscape } from './use-escape.ts';
import { useHeldUnread } from './use-held-unread.ts';
import { useNewLine } from './use-new-line.ts';
import { useNews } from './use-news.ts';
import { useRoving } from './use-roving.ts';
import { useScrolling } from './use-scrolling.ts';

interface TimelineViewProps extends Pointing {
  conversation: MyConversation;
  timeline: Timeline;
  /** What stands before the replies of a thread. */
  Root?: ComponentType<{ thread: MyConversation }> | undefined;
  /** It was on the screen already, and the way back led to it again. */
  isReturn?: boolean;
}

/** The messages that are loaded, in normal flow, in a scroller of their own. */
export function TimelineView({
  conversation,
  timeline,
  Root,
  isReturn = false,
  ...pointing
}: TimelineViewProps) {
  const { message } = pointing;
  const me = useMe();
  const timeZone = useTimeZone();
  const pending = usePending(conversation.id);
  const scroller = useRef<HTMLDivElement>(null);
  const [newLineSeq, clearLine] = useNewLine(conversation, timeline, isReturn);
  const { isHeld, release } = useHeldUnread(conversation);
  const { markRead } = useActions();
  const { current, handlers } = useRoving();
  const left = useLeftPositions();
  const opening = message ?? seqLeftAt(left, conversation.id) ?? newLineSeq;
  const rows = useDrawnRows(timeline, opening, message);
  const { drawn, isWhole } = rows;
  const { away, retry, onScroll, jump, visibleRows } = useScrolling({
    scroller,
    conversation,
    rows,
    message,
    newLineSeq,
    isHeld,
  });
  const changes = usePendingChanges(conversation.id);
  const edited = useEdit(conversation.id)?.clientId ?? null;
  const { hasBefore, hasAfter, loading } = drawn;
  const messages = useMemo(() => laidOver(drawn.messages, changes, me.id), [drawn.messages, changes, me.id]);
  const context = { myId: me.id, newLineSeq: lineIn(drawn, newLineSeq), timeZone };
  const days = useDrawnDays({ ...context, messages, pending: hasAfter ? nothing : pending });
  // Beyond messages that are not loaded, what I wrote stands apart, but it never goes unseen.
  const apart = useDrawnDays({ ...context, messages: nothing, pending: hasAfter ? pending : nothing });
  const newest = days.at(-1)?.blocks.at(-1)?.rows.at(-1)?.key ?? null;
  const isThere = days.some(({ blocks }) => marksIn(blocks, current, null, null).current !== null);
  const reached = isThere ? current : newest;

  useNews(conversation, timeline);
  useOwnMessages(pending.at(-1)?.createdAt ?? null, () => {
    release();
    return jump();
  });
  useEscape(() => {
    clearLine();
    release();
    markRead(conversation.id, conversation.lastSeq);
    void jump();
  });

  const note = usePointing(scroller, timeline, pointing);

  // Drawn again for what stands in it, not for all that is known of the conversation.
  const { id } = conversation;
  const { watch } = visibleRows;
  const entries = useMemo(
    () => (
      <div
        role="log"
        aria-label={words.timeline.label}
        // New messages are announced by the page's one live region.
        aria-live="off"
        aria-busy={loading !== null || !isWhole}
        // What arrives moves the rows as a whole: only those that changed are painted anew.
        className="flex w-full max-w-[56rem] flex-col px-2 pt-2 pb-3 contain-content md:px-3"
        {...handlers}
      >
        {hasBefore ? (
          <Edge text={words.timeline.loadingEarlier} failed={retry} />
        ) : (
          <Beginning id={id} Root={Root} />
        )}
        {days.map((day) => (
          <DayGroup
            key={day.day}
            day={day}
            watch={watch}
            {...marksIn(day.blocks, reached, message, edited)}
          />
        ))}
        {hasAfter && <Edge text={words.timeline.loadingLater} failed={retry} />}
        {apart.map((day) => (
          <DayGroup key={day.day} day={day} watch={watch} {...marksIn(day.blocks, reached, null, edited)} />
        ))}
        <LaterRowActions conversationId={id} messages={messages} scroller={scroller} />
      </div>
    ),
    [
      id,
      Root,
      loading,
      isWhole,
      hasBefore,
      hasAfter,
      retry,
      messages,
      days,
      apart,
      reached,
      edited,
      message,
      handlers,
      watch,
    ],
  );

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        data-scroller
        onScroll={onScroll}
        className="flex min-h-0 flex-1 flex-col-reverse overflow-x-hidden overflow-y-auto [overflow-anchor:none]"
      >
        <HoldPosition scroller={scroller} complete={!hasAfter} visibleRows={visibleRows} onHeld={onScroll}>
          {entries}
        </HoldPosition>
      </div>
      {away && (
        <JumpButton count={conversation.joined ? conversation.unread : 0} onPress={() => void jump()} />
      )}
      {note && <Said text={note} />}
    </div>
  );
}

/** Of a link that led elsewhere than it says. */
function Said({ text }: { text: string }) {
  const announce = useAnnounce();
  useEffect(() => announce(text), [announce, text]);
  return <p className="px-4 py-1 text-small text-muted md:px-6">{text}</p>;
}

const nothing: never[] = [];

/** Where the "New" line stands in what is drawn; null where it stands somewhere above. */
function lineIn({ messages, hasBefore }: Timeline, newLineSeq: number | null): number | null {
  const isAbove = hasBefore && newLineSeq !== null && (messages[0]?.seq ?? 0) > newLineSeq + 1;
  return isAbove ? null : newLineSeq;
}

/** The days with their rows; what says the same as the last time is the same object. */
function useDrawnDays(input: RowsInput): DrawnDay[] {
  const { messages, pending, myId, newLineSeq, timeZone } = input;
  const last = useRef<DrawnDay[]>(nothing);
  const days = useMemo(
    () => drawnDays(daysOf({ messages, pending, myId, newLineSeq, timeZone }), last.current),
    [messages, pending, myId, newLineSeq, timeZone],
  );
  useLayoutEffect(() => {
    last.current = days;
  }, [days]);
  return days;
}

function Beginning({ id, Root }: { id: string } & Pick<TimelineViewProps, 'Root'>) {
  const conversation = useConversation(id);
  if (conversation?.kind === 'thread') return Root && <Root thread={conversation} />;
  return conversation ? <Intro conversation={conversation} /> : null;
}

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
