import type { ChangesPage, HistoryPage, Message } from '#contract/messages.ts';

/** The most messages a window holds, and how many leave it at a time. */
export const windowSize = 300;
export const pageSize = 50;

/** Where a window is being extended, or `around` while it is being replaced. */
export type Loading = 'before' | 'after' | 'around' | null;

/**
 * A window into one conversation. Pure data: every function here returns a new one, or the same one
 * when nothing changed, so that nothing is drawn for nothing.
 *
 * The invariant that all of it keeps: every change up to `version` is in `messages`, as far as it
 * falls inside the window; and when `hasAfter` is false, so is every message up to `version`.
 */
export interface Timeline {
  version: number;
  /** Ascending by `seq`, without gaps. */
  messages: Message[];
  /** Where the conversation begins: all before it is removed. */
  firstSeq: number;
  hasBefore: boolean;
  hasAfter: boolean;
  loading: Loading;
  /** How many messages arrived beyond the loaded window since it stopped following the newest. */
  newer: number;
  /** The last message that was read before the conversation was opened; the line stands after it. */
  newLineSeq: number | null;
  /** What arrived before its turn: versions after a gap, and numbers after a hole. */
  ahead: Message[];
  /** The newest `seq` known to be taken. */
  newestSeq: number;
  /** What `newestSeq` was when the window stopped following the newest. */
  seenSeq: number;
  /** The end of the window that the reader is nearer to, or goes to: the other one gives way when it is full. */
  reading: Reading;
}

export type Reading = 'older' | 'newer';

interface Opening {
  /** The conversation's version, known before the first page is asked for. */
  version: number;
  lastSeq: number;
  newLineSeq: number | null;
  firstSeq?: number;
}

/** A window that waits for its first page. What arrives meanwhile is kept for it. */
export function newTimeline({ version, lastSeq, newLineSeq, firstSeq = 1 }: Opening): Timeline {
  return {
    version,
    messages: [],
    firstSeq,
    hasBefore: true,
    hasAfter: true,
    loading: 'around',
    newer: 0,
    newLineSeq,
    ahead: [],
    newestSeq: lastSeq,
    seenSeq: lastSeq,
    reading: 'newer',
  };
}

/** Takes in messages that the server announced or answered, in any order and any number of times. */
export function apply(timeline: Timeline, items: readonly Message[]): Timeline {
  const ahead = merge(timeline.ahead, items, timeline.version);
  return ahead === timeline.ahead ? timeline : settle({ ...timeline, ahead });
}

/** Takes in an answer of `conversation:changes` that was asked for with this timeline's version. */
export function applyChanges(timeline: Timeline, page: ChangesPage): Timeline {
  const ahead = merge(timeline.ahead, page.items, timeline.version);
  const reached = page.hasMore ? (page.items.at(-1)?.version ?? 0) : page.version;
  if (ahead === timeline.ahead && reached <= timeline.version) return timeline;
  return settle({ ...timeline, ahead, version: Math.max(timeline.version, reached) });
}

/**
 * Takes what was removed out of the window: all before `firstSeq`. A window of nothing else, with more after it, stays
 * until another one is opened.
 */
export function startingAt(timeline: Timeline, firstSeq: number): Timeline {
  const isLater = ({ seq }: Message) => seq >= firstSeq;
  const messages = timeline.messages.filter(isLater);
  if (firstSeq <= timeline.firstSeq || (timeline.hasAfter && !messages.length)) return timeline;
  const hasBefore = timeline.hasBefore && messages[0]?.seq !== firstSeq;
  return settle({ ...timeline, firstSeq, messages, hasBefore, ahead: timeline.ahead.filter(isLater) });
}

/** Says that a page was asked for: from now on nothing that arrives is thrown away. */
export function startLoading(timeline: Timeline, loading: Exclude<Loading, null>): Timeline {
  return { ...timeline, loading, reading: loading === 'before' ? 'older' : timeline.reading };
}

/** Tells where the reader is. */
export function readAt(timeline: Timeline, reading: Reading): Timeline {
  return timeline.reading === reading ? timeline : { ...timeline, reading };
}

/** The page that was asked for will not come. */
export function stopLoading(timeline: Timeline): Timeline {
  return timeline.loading === null ? timeline : settle({ ...timeline, loading: null });
}

/**
 * Replaces the window by a page.
 * @param version the conversation's version that was known before the page was asked for
 */
export function openPage(timeline: Timeline, page: HistoryPage, version: number): Timeline {
  const newestSeq = Math.max(timeline.newestSeq, page.items.at(-1)?.seq ?? 0);
  return settle({
    ...timeline,
    version: Math.max(timeline.version, version),
    messages: page.items,
    hasBefore: page.hasBefore,
    hasAfter: page.hasAfter,
    loading: null,
    newestSeq,
    seenSeq: newestSeq,
    reading: 'newer',
  });
}

/**
 * Puts an older page before the window; whole pages leave at its end when it grows too long. Whoever went to the newest
 * messages meanwhile keeps them: then there is no room for the page.
 */
export function prependPage(timeline: Timeline, page: HistoryPage): Timeline {
  const first = timeline.messages[0]?.seq ?? 1;
  const older = page.items.filter((message) => message.seq < first);
  if (older.length > 0 && older.at(-1)?.seq !== first - 1) return stopLoading(timeline);
  const messages = [...older, ...timeline.messages];
  const surplus = wholePages(messages.length - windowSize);
  if (surplus > 0 && timeline.reading === 'newer') return stopLoading(timeline);
  return settle({
    ...timeline,
    messages: messages.slice(0, messages.length - surplus),
    hasBefore: page.hasBefore,
    hasAfter: timeline.hasAfter || surplus > 0,
    seenSeq: timeline.hasAfter ? timeline.seenSeq : timeline.newestSeq,
    loading: null,
  });
}

/** Puts a newer page after the window; whole pages leave at its start when it grows too long. */
export function appendPage(timeline: Timeline, page: HistoryPage): Timeline {
  const last = timeline.messages.at(-1)?.seq ?? timeline.firstSeq - 1;
  const newer = page.items.filter((message) => message.seq > last);
  if (newer.length > 0 && newer[0]?.seq !== last + 1) return stopLoading(timeline);
  const messages = [...timeline.messages, ...newer];
  const surplus = wholePages(messages.length - windowSize);
  return settle({
    ...timeline,
    messages: messages.slice(surplus),
    hasBefore: timeline.hasBefore || surplus > 0,
    hasAfter: page.hasAfter,
    newestSeq: Math.max(timeline.newestSeq, newer.at(-1)?.seq ?? 0),
    loading: null,
    reading: 'newer',
  });
}

/** Whether the window holds the message with this `seq`. */
export function holds(timeline: Timeline, seq: number): boolean {
  return seq >= (timeline.messages[0]?.seq ?? Infinity) && seq <= (timeline.messages.at(-1)?.seq ?? 0);
}

function wholePages(count: number): number {
  return count <= 0 ? 0 : Math.ceil(count / pageSize) * pageSize;
}

/** The messages of both lists, one for each `seq`, ascending by version; the same list if nothing is new. */
function merge(ahead: Message[], items: readonly Message[], version: number): Message[] {
  const bySeq = new Map(ahead.map((message) => [message.seq, message]));
  let changed = false;
  for (const item of items) {
    if (item.version <= version || item.version <= (bySeq.get(item.seq)?.version ?? 0)) continue;
    bySeq.set(item.seq, item);
    changed = true;
  }
  return changed ? [...bySeq.values()].sort((a, b) => a.version - b.version) : ahead;
}

/** Brings what is ahead into the window as far as it fits, and forgets what is no longer needed. */
function settle(timeline: Timeline): Timeline {
  const { loading, ahead } = timeline;
  const newestSeq = Math.max(timeline.newestSeq, ...ahead.map((message) => message.seq));
  const version = ahead.reduce(
    (reached, message) => (message.version === reached + 1 ? message.version : reached),
    timeline.version,
  );
  const next = { ...timeline, version, newestSeq, messages: [...timeline.messages] };
  for (const message of [...ahead].sort((a, b) => a.seq - b.seq)) insert(next, message);

  const { hasAfter, seenSeq } = next;
  const last = next.messages.at(-1)?.seq ?? 0;
  const isWanted = ({ seq, version: own }: Message) =>
    own > version || loading !== null || (!hasAfter && seq > last);
  return {
    ...next,
    newer: hasAfter ? Math.max(0, newestSeq - Math.max(seenSeq, last)) : 0,
    ahead: ahead.filter(isWanted),
  };
}

/** Puts a message where it belongs, in a window that is being made. */
function insert(next: Timeline, message: Message): void {
  const { messages } = next;
  const index = message.seq - (messages[0]?.seq ?? next.firstSeq);
  const known = index < 0 ? undefined : messages[index];
  if (known) messages[index] = message.version > known.version ? message : known;
  else if (index === messages.length && !next.hasAfter) extend(next, message);
}

/** Adds the next message; a full window gives way at its start, unless the reader is there. */
function extend(next: Timeline, message: Message): void {
  const isFull = next.messages.length >= windowSize;
  if (isFull && next.reading === 'older') {
    next.seenSeq = message.seq - 1;
    next.hasAfter = true;
    return;
  }
  if (isFull) {
    next.messages.splice(0, pageSize);
    next.hasBefore = true;
  }
  next.messages.push(message);
}
