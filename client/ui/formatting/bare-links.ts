import { endOfLink, linkTo, type Piece } from '#contract/web-addresses.ts';

// Addresses without a scheme, as GFM finds them: of the web after `www.`, and of mail. In one pass: nothing that was
// looked through for one address is looked through for another.

interface Found {
  from: number;
  end: number;
  text: string;
  href: string;
}

/** Characters of an address of mail before the @, and those after it. */
const local = /[\w.+-]/;
const host = /[a-z\d.-]/i;
/** RFC 5321, 4.5.3.1: octets of the local part and of the whole. */
const mostLocal = 64;
const mostHost = 254;

/** Cuts a text in which no other address stands into plain pieces and addresses; the text itself when there are none. */
export function bareLinksOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (let at = nextAt(text, 0); at < text.length; at = nextAt(text, at)) {
    const isMail = text[at] === '@';
    const runEnd = isMail ? at + 1 : endOfLink(text, at, text.length).runEnd;
    const found = isMail ? mailAt(text, at, done) : webAt(text, at);
    if (found) {
      if (found.from > done) pieces.push({ at: done, text: text.slice(done, found.from), href: null });
      pieces.push({ at: found.from, text: found.text, href: found.href });
      done = found.end;
    }
    at = Math.max(runEnd, done);
  }
  if (done < text.length) pieces.push({ at: done, text: text.slice(done), href: null });
  return pieces;
}

/** Where the next thing stands that may be a part of an address. */
function nextAt(text: string, from: number): number {
  beginnings.lastIndex = from;
  return beginnings.exec(text)?.index ?? text.length;
}
const beginnings = /@|(?<![\w./@:-])www\.(?=[\p{L}\p{N}])/giu;

function webAt(text: string, from: number): Found | null {
  const end = endOfLink(text, from, text.length).linkEnd;
  const typed = text.slice(from, end);
  const link = linkTo(`http://${typed}`);
  return link && { from, end, href: link.href, text: link.text === `http://${typed}` ? typed : link.text };
}

function mailAt(text: string, at: number, done: number): Found | null {
  let from = at;
  while (from > done && at - from <= mostLocal && local.test(text[from - 1] ?? '')) from -= 1;
  let end = at + 1;
  while (end - at <= mostHost && host.test(text[end] ?? '')) end += 1;
  if (isPart(text, from, end)) return null;
  while (/[.-]/.test(text[end - 1] ?? '')) end -= 1;
  const isMail = at > from && at - from <= mostLocal && text[from] !== '.' && isHost(text.slice(at + 1, end));
  const address = text.slice(from, end);
  return isMail ? { from, end, text: address, href: `mailto:${address}` } : null;
}

/** Whether it is a part of another kind of address: of a repository, a package, a user elsewhere. */
function isPart(text: string, from: number, end: number): boolean {
  const goesOn = /[@/:]/.test(text[end] ?? ' ') && /\S/.test(text[end + 1] ?? ' ');
  return goesOn || /[/:@]/.test(text[from - 1] ?? ' ');
}

/** At least two names, none empty, and the last one of letters: no number of a version. */
function isHost(text: string): boolean {
  const names = text.split('.');
  return (
    names.length > 1 && names.every((name) => /^[^-]/.test(name)) && /^[a-z]{2,}$/i.test(names.at(-1) ?? '')
  );
}
