import type { MyConversation } from '#contract/conversations.ts';
import { isMentioned } from '#contract/mention-words.ts';
import type { Message } from '#contract/messages.ts';
import { pageLimits } from '#contract/page-limits.ts';
import type { UnreadState } from '#contract/reads.ts';

// Unread is computed from one position, never counted up and down. The server says where the position is and what
// after it is skipped or mentions me; messages that came later than its word add to that, each by its own version; and
// what I read or put back here lies over it until the server has taken it.

/** A position, and what after it is not simply unread, by `seq`. */
export type Position = Pick<MyConversation, 'lastReadSeq' | 'readVersion' | 'skipped' | 'mentioned'>;

/** A move of my position that the server has not taken. */
export interface UnsentRead {
  seq: number;
  /** The version that it was made at: a later one makes it void. */
  readVersion: number;
  /** It was put back, so it holds wherever the server's position is. */
  isBack: boolean;
  /** What of the messages that became unread again is known not to be simply that. */
  skipped: number[];
  mentioned: number[];
}

/** What a message says about itself at a version. */
interface Fact {
  version: number;
  isSkipped: boolean;
  isMention: boolean;
}

/** Changes of unread messages that are remembered until the server counts anew, at most. */
const factsMost = 400;

export interface Reading {
  /** The server's, and what was heard since. */
  position: Position;
  /** The conversation's version for which the server counted. */
  asOf: number;
  /** What changed after that, by `seq`. */
  facts: Record<number, Fact>;
  unsent: UnsentRead | null;
}

/** What is known of the reading of a conversation; where nothing was heard yet, that is what it says itself. */
export function readingOf(known: Reading | undefined, conversation: MyConversation): Reading {
  return known ?? readingAsTold(conversation, conversation.version);
}

export function readingAsTold(position: Position, asOf: number): Reading {
  const { lastReadSeq, readVersion, skipped, mentioned } = position;
  return { position: { lastReadSeq, readVersion, skipped, mentioned }, asOf, facts: {}, unsent: null };
}

/** Whether a conversation of this version says all of it itself. */
export function saysNoMore({ asOf, facts, unsent }: Reading, version: number): boolean {
  return asOf === version && unsent === null && Object.keys(facts).length === 0;
}

/** Takes in the server's word, in whatever order it comes: the later position holds, and the later count. */
export function told(reading: Reading, incoming: Position, version: number): Reading {
  const known = reading.position;
  const order = compare(incoming, known);
  const isNewer = version >= reading.asOf;
  if (!isNewer && order <= 0) return reading;
  const { lastReadSeq, readVersion } = order < 0 ? known : incoming;
  const both = isNewer && order >= 0 ? [incoming] : [incoming, known];
  const asOf = Math.max(version, reading.asOf);
  const position = {
    lastReadSeq,
    readVersion,
    skipped: united(both.map(({ skipped }) => skipped)),
    mentioned: united(both.map(({ mentioned }) => mentioned)),
  };
  const kept = Object.entries(reading.facts).filter(
    ([seq, fact]) => fact.version > asOf && Number(seq) > lastReadSeq,
  );
  const settled = { ...reading, position, asOf, facts: {} };
  return kept.reduce((next, [seq, fact]) => withFact(next, Number(seq), fact), settled);
}

/**
 * Takes in messages, in whatever order they come. What I write moves my position on, wherever I wrote it; but one that
 * was put back (see the contract) is moved by the server's word only, since only the server knows which came first.
 * @param lastSeq the newest message that was known before: what is beyond it is new
 */
export function noted(reading: Reading, items: readonly Message[], myId: string, lastSeq: number): Reading {
  const { readVersion, lastReadSeq } = reading.position;
  const isMoved = readVersion % 2 === 0;
  const reached = isMoved
    ? items.reduce((most, { seq, authorId }) => (authorId === myId ? Math.max(most, seq) : most), lastReadSeq)
    : lastReadSeq;
  const start =
    reached === lastReadSeq
      ? reading
      : { ...reading, position: { ...reading.position, lastReadSeq: reached } };
  return items.reduce((next, message) => {
    const { seq, version } = message;
    if (version <= next.asOf || seq <= reached) return next;
    const fact = factOf(message, myId);
    const known = next.facts[seq];
    const isPlain = !fact.isSkipped && !fact.isMention && seq > lastSeq;
    if (known ? known.version >= version : isPlain || Object.keys(next.facts).length >= factsMost)
      return next;
    return withFact(next, seq, fact);
  }, start);
}

/** A conversation with the position that is seen, and what that leaves unread. */
export function withReading(conversation: MyConversation, reading: Reading): MyConversation {
  const { joined, kind, lastSeq } = conversation;
  const seen = overlaid(reading);
  const lastReadSeq = joined ? seen.lastReadSeq : lastSeq;
  const end = lastReadSeq + pageLimits.skippedWithin;
  const skipped = seen.skipped.filter((seq) => seq > lastReadSeq && seq <= end);
  const mentioned =
    kind === 'direct'
      ? []
      : seen.mentioned.filter((seq) => seq > lastReadSeq).slice(0, pageLimits.countedMentions);
  const unread = Math.max(0, lastSeq - lastReadSeq - skipped.length);
  const mentions = kind === 'direct' ? unread : mentioned.length;
  const counted: UnreadState = { readVersion: seen.readVersion, skipped, mentioned, unread, mentions };
  return { ...conversation, lastReadSeq, ...counted };
}

/** Whether what is unsent still says something: nobody decided otherwise meanwhile, and it would move something. */
export function isPending({ position, unsent }: Reading): boolean {
  if (unsent?.readVersion !== position.readVersion) return false;
  return unsent.isBack || unsent.seq > position.lastReadSeq;
}

/**
 * A move of the seen position to `seq`, forward or back.
 * @param loaded messages of the conversation: what they say of themselves is known at once
 * @param underWay where a move that is on its way to the server takes the position, or has taken it already
 */
export function moveTo(
  { position, unsent }: Reading,
  seq: number,
  loaded: readonly Message[],
  myId: string,
  underWay: number,
): UnsentRead {
  const { readVersion } = position;
  const reached = Math.max(position.lastReadSeq, underWay);
  const wasBack = unsent?.isBack === true && unsent.readVersion === readVersion;
  const known = wasBack ? unsent : { skipped: [], mentioned: [] };
  const found = factsIn(
    loaded.filter((message) => message.seq > seq && message.seq <= reached),
    myId,
  );
  const skipped = united([known.skipped, found.skipped, upTo(position.skipped, reached)]);
  const mentioned = united([known.mentioned, found.mentioned, upTo(position.mentioned, reached)]);
  // Reading on after it was put back ends somewhere before the server's position: that is still a move back.
  return { seq, readVersion, isBack: seq < reached, skipped, mentioned };
}

function factsIn(messages: readonly Message[], myId: string) {
  const facts = messages.map((message) => ({ seq: message.seq, ...factOf(message, myId) }));
  return {
    skipped: facts.filter(({ isSkipped }) => isSkipped).map(({ seq }) => seq),
    mentioned: facts.filter(({ isMention }) => isMention).map(({ seq }) => seq),
  };
}

function factOf(message: Message, myId: string): Fact {
  const isSkipped = message.deletedAt !== null || !!message.notice || message.authorId === myId;
  return { version: message.version, isSkipped, isMention: !isSkipped && isMentioned(message, myId) };
}

function withFact(reading: Reading, seq: number, fact: Fact): Reading {
  const { position } = reading;
  const put = (list: number[], isIn: boolean) => (isIn ? united([list, [seq]]) : without(list, seq));
  return {
    ...reading,
    facts: { ...reading.facts, [seq]: fact },
    position: {
      ...position,
      skipped: put(position.skipped, fact.isSkipped),
      mentioned: put(position.mentioned, fact.isMention),
    },
  };
}

function overlaid(reading: Reading): Position {
  const { position, unsent } = reading;
  if (!(unsent && isPending(reading))) return position;
  if (!unsent.isBack) return { ...position, lastReadSeq: unsent.seq };
  return {
    ...position,
    lastReadSeq: unsent.seq,
    skipped: united([position.skipped, unsent.skipped]),
    mentioned: united([position.mentioned, unsent.mentioned]),
  };
}

/** Which of two positions is the later one: above 0, the first. */
function compare(one: Position, other: Position): number {
  return one.readVersion - other.readVersion || one.lastReadSeq - other.lastReadSeq;
}

function upTo(list: number[], most: number): number[] {
  return list.filter((seq) => seq <= most);
}

function united(lists: number[][]): number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

function without(list: number[], seq: number): number[] {
  return list.includes(seq) ? list.filter((other) => other !== seq) : list;
}
