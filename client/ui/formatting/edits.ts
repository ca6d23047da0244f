import { type Mark, spanAround } from './marks.ts';

/** What becomes of a text field by a command: pure, so that every field of many lines can have it. */

/** A text and what is selected in it, in UTF-16 units. */
export interface Field {
  text: string;
  from: number;
  to: number;
}

export interface Edit {
  /** What is replaced, and by what. */
  from: number;
  to: number;
  text: string;
  /** What is selected afterwards. */
  select: [from: number, to: number];
}

const signs: Record<Mark, readonly string[]> = {
  bold: ['**', '__'],
  italic: ['_', '*'],
  strike: ['~~'],
  code: ['`'],
};

/** Puts a mark around what is selected, or takes it away where it is; without a selection, around the caret. */
export function toggleMark(field: Field, mark: Mark): Edit {
  const inner = withoutSpaceAround(field);
  if (mark === 'code' && inner.text.slice(inner.from, inner.to).includes('\n')) return toggleFence(field);
  const undone = undoMark(inner, mark);
  if (undone) return undone;
  const { text, from, to } = inner;
  const sign = signFor(mark, inner);
  const selected = text.slice(from, to);
  const marked = selected
    .split('\n')
    .map((line) => markLine(line, sign))
    .join('\n');
  if (selected === '')
    return { from, to, text: sign + sign, select: [from + sign.length, from + sign.length] };
  const isOneLine = !selected.includes('\n');
  const start = isOneLine ? from + sign.length : from;
  const end = from + marked.length - (isOneLine ? sign.length : 0);
  return { from, to, text: marked, select: [start, end] };
}

/** Takes away a mark right outside or inside of what is selected, or else the one in which it stands. */
function undoMark(field: Field, mark: Mark): Edit | null {
  for (const sign of signs[mark]) {
    const undone = unmark(field, sign);
    if (undone) return undone;
  }
  return unmarkAround(field, mark);
}

function unmarkAround(field: Field, mark: Mark): Edit | null {
  const { from, to } = wholeLines(field);
  const line = field.text.slice(from, to);
  const span = spanAround(line, field.from - from, field.to - from, mark);
  if (!span) return null;
  const { open, close, length } = span;
  // Three signs are both marks: those of the other stay.
  const gone = span.marks.length === 1 ? length : mark === 'bold' ? 2 : 1;
  const rest = line.slice(open, open + length - gone);
  const inner = line.slice(open + length, close);
  const start = from + open + rest.length;
  const within = (at: number) => Math.min(Math.max(at - gone, start), start + inner.length);
  return {
    from: from + open,
    to: from + close + length,
    text: rest + inner + rest,
    select: [within(field.from), within(field.to)],
  };
}

function withoutSpaceAround({ text, from, to }: Field): Field {
  const selected = text.slice(from, to);
  if (selected.trim() === '') return { text, from, to };
  const start = from + selected.length - selected.trimStart().length;
  return { text, from: start, to: start + selected.trim().length };
}

/** Within a word only the star works; else the line is easier to read. Backticks in code need more around it. */
function signFor(mark: Mark, { text, from, to }: Field): string {
  const [usual = '', other = usual] = signs[mark];
  if (mark === 'code') return text.slice(from, to).includes('`') ? '``' : usual;
  if (mark !== 'italic') return usual;
  return isLetter(text[from - 1]) || isLetter(text[to]) ? other : usual;
}

function isLetter(character = ' '): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** The mark stands behind what begins a line of a list or quote. */
function markLine(line: string, sign: string): string {
  const start = lineStart(line).length;
  const words = line.slice(start).trimEnd();
  return words === '' ? line : line.slice(0, start) + sign + words + sign + line.slice(start + words.length);
}

/** Takes away a mark that stands right outside of what is selected, or right inside. */
function unmark({ text, from, to }: Field, sign: string): Edit | null {
  const { length } = sign;
  if (from === to && text.startsWith(sign + sign, from - length) && from >= length)
    return { from: from - length, to: to + length, text: '', select: [from - length, from - length] };
  // At the end of what is marked, the caret leaves it.
  if (from === to && /\S/.test(text[from - 1] ?? ' ') && isMark(text, to, sign))
    return { from, to, text: '', select: [to + length, to + length] };
  const selected = text.slice(from, to);
  if (isMark(text, from - length, sign) && isMark(text, to, sign))
    return { from: from - length, to: to + length, text: selected, select: [from - length, to - length] };
  const isInside =
    selected.length > 2 * length && isMark(text, from, sign) && isMark(text, to - length, sign);
  if (!isInside) return null;
  const inner = selected.slice(length, -length);
  return { from, to, text: inner, select: [from, from + inner.length] };
}

/** Whether exactly this sign stands there, and not as a part of a longer run. */
function isMark(text: string, at: number, sign: string): boolean {
  if (at < 0 || !text.startsWith(sign, at)) return false;
  const isAlone = text[at - 1] !== sign[0] && text[at + sign.length] !== sign[0];
  // Three stars are both marks.
  const run = runAround(text, at, sign[0] ?? '');
  return isAlone || run === 3;
}

function runAround(text: string, at: number, character: string): number {
  let from = at;
  while (from > at - 4 && text[from - 1] === character) from -= 1;
  let to = at;
  while (to < at + 4 && text[to] === character) to += 1;
  return to - from;
}

export type LineMark = 'ordered' | 'bulleted' | 'quote';

/** What stands before the words of a line: white space, a quote's sign, a list's, a task's box. */
const beginnings = /^[ \t]{0,40}(?:>[ \t]?){0,8}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}(?:\[[ xX]\][ \t]{1,4})?)?/;

export function lineStart(line: string): string {
  return beginnings.exec(line)?.[0] ?? '';
}

const kinds: Record<LineMark, RegExp> = {
  ordered: /^[ \t]{0,40}\d{1,9}[.)][ \t]{1,4}/,
  bulleted: /^[ \t]{0,40}[-*+][ \t]{1,4}/,
  quote: /^[ \t]{0,40}>[ \t]?/,
};

/** Whether all of the selected lines are of such a list, or of a quote. */
export function isOnLines(field: Field, mark: LineMark): boolean {
  const { from, to } = wholeLines(field);
  const written = field.text
    .slice(from, to)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return written.length > 0 && written.every((line) => kinds[mark].test(line));
}

/** Makes the selected lines a list or a quote, or takes that away where all of them are. */
export function toggleLines(field: Field, mark: LineMark): Edit {
  const { text } = field;
  const { from, to } = wholeLines(field);
  const lines = text.slice(from, to).split('\n');
  const isOn = isOnLines(field, mark);
  let number = 0;
  const changed = lines.map((line) => {
    if (line.trim() === '' && lines.length > 1) return line;
    if (isOn) return line.replace(kinds[mark], '');
    number += 1;
    return mark === 'quote' ? `> ${line}` : withListSign(line, mark === 'ordered' ? `${number}. ` : '- ');
  });
  return lineEdit(field, from, to, changed.join('\n'));
}

function withListSign(line: string, sign: string): string {
  const other = [kinds.ordered, kinds.bulleted].find((kind) => kind.test(line));
  const bare = other ? line.replace(other, '') : line.trimStart();
  return `${/^[ \t]{0,40}/.exec(line)?.[0] ?? ''}${sign}${bare}`;
}

/** Puts a fence around the selected lines, or takes it away. */
export function toggleFence(field: Field, language = ''): Edit {
  const { text } = field;
  const { from, to } = wholeLines(field);
  const around = fenceAround(field);
  if (around) {
    const opening = around.code - around.from;
    return {
      from: around.from,
      to: around.to,
      text: text.slice(around.code, around.end),
      select: [field.from - opening, field.to - opening],
    };
  }
  const code = text.slice(from, to);
  const fence = '`'.repeat(Math.max(3, longestRun(code) + 1));
  const opening = `${fence}${language}\n`;
  const start = from + opening.length;
  return { from, to, text: `${opening}${code}\n${fence}`, select: [start, start + code.length] };
}

/** The fence in which all that is selected stands: where its first line and its code begin, and both end. */
export function fenceAround({ text, from, to }: Field) {
  let open: { from: number; code: number } | null = null;
  let at = 0;
  for (const line of text.split('\n')) {
    const end = at - 1;
    if (isFence(line)) {
      if (open && open.code <= from && to <= end) return { ...open, end, to: at + line.length };
      open = open ? null : { from: at, code: at + line.length + 1 };
    }
    at += line.length + 1;
  }
  return null;
}

export function isFence(line: string): boolean {
  return /^ {0,3}(?:```|~~~)/.test(line);
}

function longestRun(code: string): number {
  let longest = 0;
  let run = 0;
  for (const character of code) {
    run = character === '`' ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Makes what is selected the label of a link, whose address is written next; with an address, the whole link. */
export function makeLink({ text, from, to }: Field, address = ''): Edit {
  const label = text.slice(from, to);
  const link = `[${label}](${address})`;
  const inLabel = from + 1;
  const inAddress = from + label.length + 3;
  const end = from + link.length;
  if (label === '') return { from, to, text: link, select: [inLabel, inLabel] };
  return { from, to, text: link, select: address === '' ? [inAddress, inAddress] : [end, end] };
}

/** What is selected, to the ends of its lines. */
export function wholeLines({ text, from, to }: Field): { from: number; to: number } {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = text.indexOf('\n', to);
  return { from: from === 0 ? 0 : start, to: end === -1 ? text.length : end };
}

/** What was selected stays so: a caret keeps its distance to the end of its line. */
export function lineEdit(field: Field, from: number, to: number, text: string): Edit {
  const end = from + text.length;
  const caret = Math.max(from, end - (to - field.to));
  return { from, to, text, select: field.from === field.to ? [caret, caret] : [from, end] };
}
