/** A piece of what is shown of a message, and whether it was found. */
export interface SnippetPiece {
  /** Where it stands in the message. */
  at: number;
  text: string;
  isFound: boolean;
}

/** UTF-16 units that are shown, about, and of these before the first that was found. */
const LENGTH = 320;
const BEFORE = 80;

/** The part of a message around what was found first, in pieces. `…` stands for what is left out. */
export function snippetOf(body: string, highlights: readonly (readonly number[])[]): SnippetPiece[] {
  const first = highlights[0]?.[0] ?? 0;
  const start = body.length <= LENGTH || first <= BEFORE ? 0 : borderAfter(body, first - BEFORE, first);
  const end = Math.min(body.length, start + LENGTH);
  const pieces: SnippetPiece[] = [];
  let at = start;
  const add = (until: number, isFound: boolean) => {
    if (until <= at) return;
    pieces.push({ at, text: body.slice(at, until).toWellFormed(), isFound });
    at = until;
  };
  for (const [from = 0, until = 0] of highlights) {
    if (from >= end) break;
    add(Math.min(from, end), false);
    add(Math.min(until, end), true);
  }
  add(end, false);
  if (start > 0) pieces.unshift({ at: -1, text: '…', isFound: false });
  if (end < body.length) pieces.push({ at: body.length, text: '…', isFound: false });
  return pieces;
}

/** The beginning of a word not before `from`; `from` itself where there is none. */
function borderAfter(body: string, from: number, latest: number): number {
  const space = body.slice(from, latest).search(/\s/);
  return space === -1 ? from : from + space + 1;
}
