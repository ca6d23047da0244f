import type { MyConversation } from '#contract/conversations.ts';
import { pageLimits } from '#contract/page-limits.ts';
import { holds, newTimeline, pageSize, type Timeline, windowSize } from './timeline.ts';

/** Read messages shown above the first unread one. */
const context = 30;

/** Which page of a conversation: the newest unless a `seq` says otherwise. */
export interface PageRange {
  before?: number;
  after?: number;
  around?: number;
  limit?: number;
}

/** What opening a conversation comes to. */
export interface Opening {
  /** What is shown at once. */
  timeline: Timeline;
  /** The page that is to replace it, or null when nothing has to be asked for. */
  page: PageRange | null;
}

/**
 * Decides what is shown and asked for when somebody opens a conversation.
 * @param loaded the window that is there, if any
 * @param request `at`: the message that is to be in sight; `isReturn`: it is on the screen already
 */
export function openingOf(
  conversation: MyConversation,
  loaded: Timeline | undefined,
  { at, isReturn }: { at: number | null; isReturn: boolean },
): Opening {
  const { version, firstSeq, lastSeq, lastReadSeq, unread } = conversation;
  const page = at === null ? firstUnread(lastReadSeq, unread) : { around: at };
  const newLineSeq = newLine(conversation);
  if (!loaded) return { timeline: newTimeline({ version, firstSeq, lastSeq, newLineSeq }), page };
  const timeline = isReturn ? loaded : { ...loaded, newLineSeq };
  const isEnough =
    at === null ? isReturn || unread === 0 || willHold(loaded, lastReadSeq + 1, lastSeq) : holds(loaded, at);
  return { timeline, page: isEnough ? null : page };
}

/** Where the line before what is new stands: nowhere, when nothing is unread. */
export function newLine({ unread, lastReadSeq }: MyConversation): number | null {
  return unread > 0 ? lastReadSeq : null;
}

/** Whether the window holds a message, or will when it has caught up. */
function willHold(timeline: Timeline, seq: number, lastSeq: number): boolean {
  const last = timeline.messages.at(-1)?.seq ?? 0;
  if (timeline.hasAfter || seq <= last) return holds(timeline, seq);
  return lastSeq - last <= windowSize - pageSize;
}

/** Few unread messages fit into the newest page with what stands before them; many are begun at the first. */
function firstUnread(lastReadSeq: number, unread: number): PageRange {
  const enough = unread + context;
  if (enough <= pageLimits.page) return { limit: Math.max(pageSize, enough) };
  return { around: lastReadSeq + 1 };
}
