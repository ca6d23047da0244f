import { characterCount } from './characters.ts';
import type { Mention } from './mentions.ts';
import { pageLimits } from './page-limits.ts';

// What in a text is written as a mention. Without zod: the browser reads texts by the same rule.
//
// - A word begins with `@` or `#` where no letter, digit or other part of an address stands before it, so that
//   `ada@example.com` and `https://example.com/#top` are none.
// - After `@` come letters, digits, `.`, `_` and `-`, as in a handle. After `#` comes whatever is no white space and
//   none of the signs that sentences and Markdown need, nor a word joiner (U+2060); a channel's spaces are written as `-`. What ends a sentence
//   (`.`, `-`) is no end of a word.
// - Nothing in code counts: lines between fences (``` or ~~~), and what stands between two runs of equally many
//   backticks in one paragraph.
//
// Everything here reads its text a constant number of times from start to end.

/** A word that may be a mention, as it stands in a text. */
export interface MentionWord {
  /** The exact word, with its sign. */
  text: string;
  /** Where it begins, in UTF-16 units. */
  start: number;
}

const words =
  /(?<![\p{L}\p{M}\p{Nd}_.@#/&=?+-])(?:@[\p{L}\p{Nd}][\p{L}\p{M}\p{Nd}._-]*|#[^\s\p{Cc}\u2060@#,;:!?()[\]{}<>"“”„«»'’*`~|\\、。，．！？：；（）「」『』【】…]+)/gu;

/** The words in a text that is no code, in their order. */
export function findMentionWords(text: string): MentionWord[] {
  const found: MentionWord[] = [];
  for (const { 0: run, index } of text.matchAll(words)) {
    let end = run.length;
    while (run[end - 1] === '.' || run[end - 1] === '-') end -= 1;
    const word = run.slice(0, end);
    const most = word.startsWith('@') ? pageLimits.handle : pageLimits.conversationName;
    if (word.length > 1 && characterCount(word) - 1 <= most) found.push({ text: word, start: index });
  }
  return found;
}

/** The different words of a message, in the order in which they first stand there: `pageLimits.mentions` at most. */
export function readMentionWords(body: string): string[] {
  const found = new Set<string>();
  if (!/[@#]/.test(body)) return [];
  for (const prose of proseOf(body)) {
    for (const { text } of findMentionWords(prose)) {
      found.add(text);
      if (found.size === pageLimits.mentions) return [...found];
    }
  }
  return [...found];
}

const opening = /^[ \t>]*(`{3,}(?=[^`]*$)|~{3,})/u;
const closing = /^[ \t>]*(`{3,}|~{3,})\s*$/u;

/** The parts of a message that are no code. */
function* proseOf(body: string): Generator<string> {
  for (const { text, isCode } of piecesOf(body)) if (!isCode) yield text;
}

/** A piece of a message. */
export interface Piece {
  text: string;
  isCode: boolean;
}

/** A message in pieces, which together are all of it; returns the fence that is open at its end, or null. */
export function* piecesOf(body: string): Generator<Piece, string | null> {
  let paragraph = '';
  let fence: string | null = null;
  for (const line of body.split(/(?<=\n)/)) {
    const bare = line.endsWith('\n') ? line.slice(0, -1) : line;
    if (fence !== null) {
      if (closing.exec(bare)?.[1]?.startsWith(fence)) fence = null;
      yield { text: line, isCode: true };
      continue;
    }
    fence = opening.exec(bare)?.[1] ?? null;
    if (fence === null && bare.trim() !== '') {
      paragraph += line;
      continue;
    }
    yield* piecesOfParagraph(paragraph);
    paragraph = '';
    yield { text: line, isCode: fence !== null };
  }
  yield* piecesOfParagraph(paragraph);
  return fence;
}

/** What of a paragraph stands between two runs of equally many backticks, and the rest. */
function* piecesOfParagraph(paragraph: string): Generator<Piece> {
  const runs = [...paragraph.matchAll(/`+/g)].map(({ 0: ticks, index }) => ({
    start: index,
    end: index + ticks.length,
  }));
  // From the end, so that each run finds the next of its length without looking for it.
  const nextOfLength = new Map<number, number>();
  const closers = runs.map(() => -1);
  for (const [index, { start, end }] of [...runs.entries()].reverse()) {
    closers[index] = nextOfLength.get(end - start) ?? -1;
    nextOfLength.set(end - start, index);
  }
  let from = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const closer = closers[index] ?? -1;
    const [opened, closed] = [runs[index], runs[closer]];
    if (!(opened && closed)) continue;
    yield { text: paragraph.slice(from, opened.start), isCode: false };
    yield { text: paragraph.slice(opened.start, closed.end), isCode: true };
    from = closed.end;
    index = closer;
  }
  yield { text: paragraph.slice(from), isCode: false };
}

/**
 * Whether a message asks for this user: by their name, or as one of all that it asks for. Nobody asks for themselves.
 * Who reads a direct conversation is asked by every message of it; that is its kind's to say and not the message's.
 */
export function isMentioned(
  { authorId, mentions }: { authorId: string; mentions: readonly Mention[] },
  userId: string,
): boolean {
  return authorId !== userId && mentions.some((mention) => reaches(mention, userId));
}

function reaches(mention: Mention, userId: string): boolean {
  if ('userId' in mention) return mention.userId === userId;
  if (!('everyone' in mention)) return false;
  if (mention.everyone === 'channel' || mention.userIds === null) return true;
  return mention.userIds.some((id) => id === userId);
}
