import { characterCount } from '#contract/characters.ts';
import { limits } from '#contract/limits.ts';
import { findMentionWords, piecesOf } from '#contract/mention-words.ts';

/** What is passed on. */
export interface Forwarded {
  /** What the message says. */
  body: string;
  /** Who wrote it, as it is read: `Ada in #general`. */
  source: string;
  /** The address of the message. */
  link: string;
}

/** U+2060, WORD JOINER: after the sign of a mention it makes it none, and is not seen. */
const joiner = '\u2060';

/**
 * A message that passes another one on: what is said to it, a blank line, and the other as a quote that says at its end
 * where it comes from. Whoever it mentions is not mentioned again. What is too long for one message is left out of the
 * quote, never of the comment.
 */
export function forwardText(comment: string, { body, source, link }: Forwarded): string {
  const said = comment.trim() === '' ? '' : `${comment.trim()}\n\n`;
  const end = `\n>\n> — [${linkText(source)}](${link})`;
  const room = limits.messageBody - characterCount(said) - characterCount(end);
  return said + quoteWithin(withoutMentions(body.trim()), room) + end;
}

/** So many characters a comment may have, so that there is room for some of the quote. */
export const longestComment = limits.messageBody - 2_000;

/** As much of a text as a quote of so many characters holds. */
function quoteWithin(text: string, room: number): string {
  const whole = quoteOf(text);
  if (characterCount(whole) <= room) return whole;
  const characters = Array.from(text);
  // Each try is of half the length that is left to choose from.
  let fits = 0;
  let tooMany = characters.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (characterCount(quoteOf(`${characters.slice(0, middle).join('')}…`)) <= room) fits = middle;
    else tooMany = middle;
  }
  return quoteOf(`${characters.slice(0, fits).join('')}…`);
}

/** A text as a quote of Markdown. Code that it leaves open is closed, so that what follows is none. */
function quoteOf(text: string): string {
  const fence = openFence(text);
  const closed = fence === null ? text : `${text}\n${fence}`;
  return closed.split('\n').map(quotedLine).join('\n');
}

function quotedLine(line: string): string {
  return line === '' ? '>' : `> ${line}`;
}

function openFence(text: string): string | null {
  const pieces = piecesOf(text);
  for (;;) {
    const next = pieces.next();
    if (next.done) return next.value;
  }
}

/** The text with its mentions made plain words. In code there are none, and it stays as it is. */
function withoutMentions(body: string): string {
  let text = '';
  for (const piece of piecesOf(body)) text += piece.isCode ? piece.text : plain(piece.text);
  return text;
}

function plain(prose: string): string {
  let text = '';
  let from = 0;
  for (const { start } of findMentionWords(prose)) {
    text += prose.slice(from, start + 1) + joiner;
    from = start + 1;
  }
  return text + prose.slice(from);
}

/** A text as the words of a link, with no formatting and no mention in it. */
function linkText(text: string): string {
  return plain(text).replace(/[\\[\]<>*_~`&!|]/g, '\\$&');
}
