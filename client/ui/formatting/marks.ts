// The marks in one line as CommonMark and GFM write them. A line is looked through once, from left to right, whatever
// stands in it. What a message looks like, `parseBody` decides: this is about where the caret stands while one writes.

export type Mark = 'bold' | 'italic' | 'strike' | 'code';

/** A mark around something in a line: where its first sign begins, where its second one does, and their length. */
export interface Span {
  marks: readonly Mark[];
  open: number;
  close: number;
  length: number;
}

/** The marks in which a caret stands, or all that is selected, in one line. */
export function marksAround(line: string, start: number, end: number): Mark[] {
  const empty = start === end ? emptyMark(line, start) : null;
  const around = spansIn(line).filter((span) => isAround(span, start, end));
  return [...new Set([...(empty ?? []), ...around.flatMap(({ marks }) => marks)])];
}

/** The innermost mark of a kind around a caret, or around all that is selected. */
export function spanAround(line: string, start: number, end: number, mark: Mark): Span | undefined {
  return spansIn(line).find((span) => span.marks.includes(mark) && isAround(span, start, end));
}

function isAround({ open, close, length }: Span, start: number, end: number): boolean {
  return (open + length <= start && end <= close) || (open === start && close + length === end);
}

const marksOf: Record<string, readonly Mark[]> = {
  '*': ['italic'],
  '**': ['bold'],
  '***': ['bold', 'italic'],
  _: ['italic'],
  __: ['bold'],
  ___: ['bold', 'italic'],
  '~~': ['strike'],
};

/** Signs with nothing between them but the caret. */
function emptyMark(line: string, at: number): readonly Mark[] | null {
  const sign = line[at] ?? '';
  const before = runBefore(line, at);
  const after = runFrom(line, at);
  if (before !== after || line[at - 1] !== sign) return null;
  return sign === '`' && before === 1 ? ['code'] : (marksOf[sign.repeat(Math.min(before, 4))] ?? null);
}

function runFrom(line: string, at: number): number {
  let end = at;
  while (end < line.length && line[end] === line[at]) end += 1;
  return end - at;
}

function runBefore(line: string, at: number): number {
  let start = at;
  while (start > 0 && line[start - 1] === line[at - 1]) start -= 1;
  return at - start;
}

/** The marks of a line, each where it closes. There are seven signs: what is open is at most one of each. */
function spansIn(line: string): Span[] {
  const spans: Span[] = [];
  const opened = new Map<string, number>();
  const ticks = lastTicks(line);
  for (let at = 0; at < line.length; ) {
    const character = line[at] ?? '';
    if (character === '\\') {
      at += 2;
      continue;
    }
    if (!'`*_~'.includes(character)) {
      at += 1;
      continue;
    }
    const length = runFrom(line, at);
    if (character === '`') at = codeFrom(line, at, length, ticks, spans);
    else {
      markAt(line, at, length, opened, spans);
      at += length;
    }
  }
  return spans;
}

/** Where the last run of backticks of each length stands: none is looked for beyond that. */
function lastTicks(line: string): Map<number, number> {
  const last = new Map<number, number>();
  for (const { index, 0: run } of line.matchAll(/`+/g)) last.set(run.length, index);
  return last;
}

/** Nothing in code is a mark; answers where to read on. */
function codeFrom(
  line: string,
  at: number,
  length: number,
  ticks: Map<number, number>,
  spans: Span[],
): number {
  if ((ticks.get(length) ?? 0) <= at) return at + length;
  let close = at + length;
  for (; close < line.length; close += line[close] === '`' ? runFrom(line, close) : 1)
    if (line[close] === '`' && runFrom(line, close) === length) break;
  spans.push({ marks: ['code'], open: at, close, length });
  return close + length;
}

function markAt(line: string, at: number, length: number, opened: Map<string, number>, spans: Span[]): void {
  const sign = line.slice(at, at + Math.min(length, 4));
  const marks = marksOf[sign];
  if (!marks) return;
  const [before = ' ', after = ' '] = [line[at - 1], line[at + length]];
  // Between two letters a _ belongs to the word.
  const isInWord = sign.startsWith('_') && isLetter(before) && isLetter(after);
  const open = opened.get(sign);
  if (open !== undefined && /\S/.test(before) && !isInWord) {
    spans.push({ marks, open, close: at, length });
    // What was opened inside and is not closed is none.
    for (const [other, position] of opened) if (position >= open) opened.delete(other);
  } else if (/\S/.test(after) && !isInWord) opened.set(sign, at);
}

function isLetter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}
