export interface Piece {
  /** Where it begins, in UTF-16 code units. */
  at: number;
  text: string;
  href: string | null;
}

const address = /\bhttps?:\/\/[^\s<>"'`]+/giu;

/** Cuts a text into plain pieces and web addresses. Only http and https ever become links. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutTail(match[0]);
    const href = safeAddress(shown);
    if (!href) continue;
    if (match.index > end) pieces.push({ at: end, text: text.slice(end, match.index), href: null });
    pieces.push({ at: match.index, text: shown, href });
    end = match.index + shown.length;
  }
  if (end < text.length) pieces.push({ at: end, text: text.slice(end), href: null });
  return pieces;
}

/** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened inside. */
function withoutTail(found: string): string {
  let text = found;
  for (;;) {
    const last = text.at(-1) ?? '';
    const opening = { ')': '(', ']': '[', '}': '{' }[last];
    const isOurs = opening !== undefined && count(text, opening) >= count(text, last);
    if (isOurs || !/[.,;:!?…)\]}*_~。、，！？」』）]/u.test(last)) return text;
    text = text.slice(0, -last.length);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

function safeAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
