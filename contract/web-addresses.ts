/**
 * Finds web addresses in what somebody wrote, in one pass: every character is looked at a fixed number of
 * times, whatever the text is. linkify-it was weighed and not taken: its `match` is quadratic
 * (CVE-2026-48801), and of what it finds (emails, bare hosts, any scheme) only a little is wanted here.
 */

/** A string, or anything that is read like one. */
export interface ReadableText {
  readonly length: number;
  charCodeAt(index: number): number;
  slice(start: number, end: number): string;
}

export interface Piece {
  /** Where it begins, in UTF-16 code units. */
  at: number;
  /** What is shown. For a link it names the address that opens, which need not be what was typed. */
  text: string;
  href: string | null;
}

/** Cuts a text into plain pieces and web addresses. Only http and https ever become links. */
export function piecesOf(text: ReadableText): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (let at = 0; at < text.length; at += 1) {
    const found = webAddressAt(text, at, text.length);
    if (found === null) continue;
    if (found.link) {
      if (at > done) pieces.push({ at: done, text: text.slice(done, at), href: null });
      pieces.push({ at, ...found.link });
      done = found.end;
    }
    at = found.runEnd - 1;
  }
  if (done < text.length) pieces.push({ at: done, text: text.slice(done, text.length), href: null });
  return pieces;
}

export interface FoundAddress {
  /** Null: what begins here like an address is none. */
  link: Link | null;
  /** Where the address ends. */
  end: number;
  /** Where the unbroken run of characters ends that it stands in: nothing before that is worth another look. */
  runEnd: number;
}

/** The web address that begins at `at` and ends before `limit`; null when no word begins there as one does. */
export function webAddressAt(text: ReadableText, at: number, limit: number): FoundAddress | null {
  const scheme = schemeAt(text, at);
  if (scheme === 0) return null;
  const { runEnd, linkEnd } = endOfLink(text, at + scheme, limit);
  return { link: linkEnd > at + scheme ? linkTo(text.slice(at, linkEnd)) : null, end: linkEnd, runEnd };
}

/** The length of the `http://` or `https://` that begins here, at the beginning of a word; 0 when none does. */
function schemeAt(text: ReadableText, at: number): number {
  // Setting this bit turns a capital letter of ASCII into a small one.
  if ((text.charCodeAt(at) | 0x20) !== 0x68 || (at > 0 && isWordCharacter(text.charCodeAt(at - 1)))) return 0;
  const start = text.slice(at, Math.min(at + 8, text.length)).toLowerCase();
  if (start === 'https://') return 8;
  return start.startsWith('http://') ? 7 : 0;
}

function isWordCharacter(code: number): boolean {
  const small = code | 0x20;
  return (small >= 0x61 && small <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

const closing = new Map([')(', '][', '}{'].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]));
const openings: ReadonlySet<number> = new Set(closing.values());
const endMarks = /[.,;:!?…)\]}*_~。、，！？」』）]/;
const isBreak = /[\s<>"'`]/;

/** For each kind of bracket, by its opening one: how many more were closed than opened. */
type Surplus = Map<number, number>;

/** Where the unbroken run of characters that begins at `from` ends, and the link at its beginning. */
export function endOfLink(
  text: ReadableText,
  from: number,
  limit: number,
): { runEnd: number; linkEnd: number } {
  const surplus: Surplus = new Map();
  let runEnd = from;
  for (; runEnd < limit; runEnd += 1) {
    const code = text.charCodeAt(runEnd);
    if (isBreak.test(String.fromCharCode(code))) break;
    const opening = closing.get(code);
    if (opening !== undefined) count(surplus, opening, 1);
    else if (openings.has(code)) count(surplus, code, -1);
  }
  return { runEnd, linkEnd: beforeTail(text, from, runEnd, surplus) };
}

/** Punctuation at the end belongs to the sentence; a closing bracket too, unless it was opened inside. */
function beforeTail(text: ReadableText, from: number, runEnd: number, surplus: Surplus): number {
  let end = runEnd;
  for (; end > from; end -= 1) {
    const code = text.charCodeAt(end - 1);
    const opening = closing.get(code);
    const isOurs =
      opening === undefined ? !endMarks.test(String.fromCharCode(code)) : (surplus.get(opening) ?? 0) <= 0;
    if (isOurs) break;
    if (opening !== undefined) count(surplus, opening, -1);
  }
  return end;
}

function count(surplus: Surplus, opening: number, step: number): void {
  surplus.set(opening, (surplus.get(opening) ?? 0) + step);
}

const safeSchemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

export interface Link {
  text: string;
  href: string;
}

/**
 * The address that a typed link opens, and how it is shown. A name and password before the host never come
 * along. What was typed is shown only where it is that very address, with nothing invisible in it; else the
 * address stands there as the browser will ask for it: the host in ASCII (`xn--…`), the rest encoded.
 */
export function linkTo(typed: string): Link | null {
  if (!URL.canParse(typed)) return null;
  const url = new URL(typed);
  if (!safeSchemes.has(url.protocol)) return null;
  url.username = '';
  url.password = '';
  const { href } = url;
  return { text: isVisible.test(typed) && addressTyped(typed) === href ? typed : href, href };
}

/** Printable ASCII, and the letters, marks, numbers, punctuation and symbols beyond: no bidirectional controls. */
const isVisible = /^[\x21-\x7e\p{L}\p{M}\p{N}\p{P}\p{S}]*$/u;

/** What was typed as the browser writes addresses, in all that is a matter of writing only. */
function addressTyped(typed: string): string {
  const rest = typed.slice(typed.indexOf('//') + 2).search(/[/?#]/);
  const end = rest < 0 ? typed.length : typed.indexOf('//') + 2 + rest;
  const path = typed.slice(end);
  return (
    typed.slice(0, end).toLowerCase() +
    (path.startsWith('/') ? '' : '/') +
    path.replace(/[^\x21-\x7e]+/g, encodeURIComponent)
  );
}
