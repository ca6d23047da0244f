import type { Message } from '#contract/messages.ts';
import type { PendingMessage } from '#state/nouns/state.ts';
import { type Entry, isSent } from '#ui/messages/entry.ts';
import { dayNumber } from '#ui/parts/dates.ts';

export interface Row {
  /** The clientId: the same before and after the acknowledgement, so that the row stays where it is. */
  key: string;
  entry: Entry;
  authorId: string;
  /** Shows who and when; the rows below it of the same author do not. */
  head: boolean;
  /** The "New" line stands above it. */
  isNew: boolean;
  /** The timeline opens with this one at its lower edge: some of what is unread, below some of what was read. */
  opens: boolean;
}

export interface Day {
  /** Days since 1970 in the reader's time zone. */
  day: number;
  rows: Row[];
}

/** Messages of one author within this time of each other share a head, in ms. */
const together = 5 * 60_000;
/** So many unread messages are in sight when the timeline opens. */
const unreadInSight = 8;

export interface RowsInput {
  messages: readonly Message[];
  pending: readonly PendingMessage[];
  myId: string;
  /** The last message read before; the line stands below it. */
  newLineSeq: number | null;
  timeZone: string;
}

interface Moment {
  timeZone: string;
  /** Milliseconds since 1970. */
  time: number;
  day: number;
}

/** What is read from the texts of an entry: once, however often its neighbours change. */
const moments = new WeakMap<Entry, Moment>();

function momentOf(entry: Entry, timeZone: string): Moment {
  const known = moments.get(entry);
  if (known?.timeZone === timeZone) return known;
  const time = Date.parse(entry.createdAt);
  const moment = { timeZone, time, day: dayNumber(time, timeZone) };
  moments.set(entry, moment);
  return moment;
}

/** One quiet line that the server wrote. */
function isNotice(entry: Entry): boolean {
  return isSent(entry) && !!entry.notice && !entry.deletedAt;
}

/** What the timeline shows, day by day. */
export function daysOf({ messages, pending, myId, newLineSeq, timeZone }: RowsInput): Day[] {
  const days: Day[] = [];
  const line = newLineSeq === null ? undefined : messages.find((message) => message.seq > newLineSeq);
  const sent = new Set(messages.map((message) => message.clientId as string));
  const entries: Entry[] = [...messages, ...pending.filter((entry) => !sent.has(entry.clientId))];
  const opening = line && entries[Math.min(entries.indexOf(line) + unreadInSight, entries.length) - 1];
  let before: { authorId: string; time: number } | null = null;
  for (const entry of entries) {
    const { day, time } = momentOf(entry, timeZone);
    const authorId = isSent(entry) ? entry.authorId : myId;
    const isNew = entry === line;
    const follows =
      !isNew &&
      days.at(-1)?.day === day &&
      before?.authorId === authorId &&
      Math.abs(time - before.time) < together;
    const row: Row = {
      key: entry.clientId,
      entry,
      authorId,
      head: !(follows || isNotice(entry)),
      isNew,
      opens: entry === opening,
    };
    if (days.at(-1)?.day === day) days.at(-1)?.rows.push(row);
    else days.push({ day, rows: [row] });
    // Below a notice its author begins anew.
    before = isNotice(entry) ? null : { authorId, time };
  }
  return days;
}
