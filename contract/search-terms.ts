// What a text is made of, to whoever looks for it. The index and the queries share this, and so does the browser for
// what it keeps: without zod, pure, and in linear time.

/** One term of a text. Terms of one word, or of what is written in one piece, have one position. */
export interface TermAt {
  term: string;
  /** 1, 2, 3: by which a phrase is told from its words. */
  position: number;
  /** Where it stands in the text, in UTF-16 units. */
  start: number;
  end: number;
}

/** What is written in one piece: `foo-bar`, `10.1.2.3`, a URL, a word; or a run of a script without spaces; or an emoji. */
export interface Token {
  kind: 'compound' | 'run' | 'emoji';
  position: number;
  start: number;
  end: number;
  /** The letters of a run; the segments of a compound, in lower case. */
  parts: Part[];
}

export interface Part {
  text: string;
  start: number;
  end: number;
  /** `#tag`, `@ada`, `$HOME`, `.net`; `c++`, `c#`: the segment with its sign. Null without one. */
  signed: string | null;
  /** The words of `fooBarBaz`; empty for what is one word. */
  words: string[];
}

/** Increase it when terms change: everything is then indexed anew. */
export const termRules = 2;

/** Terms of one text, at the most. */
const MOST_TERMS = 4_000;
/** UTF-16 units of one term, at the most; what is longer is cut, here and in queries. */
const TERM_LENGTH = 100;
/** PostgreSQL counts no further in a tsvector. */
const LAST_POSITION = 16_383;

/** Between the segments of a pair: `10·1`. No term has it otherwise. */
const PAIR = '·';

const scripts = ['Han', 'Hira', 'Kana', 'Hang', 'Bopo', 'Thai', 'Laoo', 'Khmr', 'Mymr'];
/** Letters of scripts that write words without spaces, or join words and particles. */
const unspaced = `[[${scripts.map((script) => `\\p{scx=${script}}`).join('')}]&&[\\p{L}\\p{N}\\p{M}]]`;
const letter = `[[\\p{L}\\p{N}\\p{M}]--${unspaced}]`;
/** What holds the segments of one piece together, between letters. */
const joiner = "[._\\-\\/:@'+#&=?%~$\\\\]";

const tokens = new RegExp(
  `${letter}+(?:${joiner}{1,3}${letter}+)*|${unspaced}+|\\p{Extended_Pictographic}`,
  'gv',
);
const segments = new RegExp(`${letter}+`, 'gv');
const isUnspaced = new RegExp(`^${unspaced}`, 'v');
const isLetter = new RegExp(`^${letter}`, 'v');
const wordBorders = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** Marks that are left out, in writing and in looking: accents, and the points of Hebrew and Arabic. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]|\p{Default_Ignorable_Code_Point}/gu;
const alike: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ı: 'i',
  '’': "'",
  ʼ: "'",
  '‐': '-',
};

interface Folded {
  text: string;
  /** For each unit of `text` and its end, where that stands in the original; null: in the same place. */
  origin: number[] | null;
}

/** Units that are normalised together: a letter with its marks (in half width these are letters), or what is ASCII anyway. */
const clusters = /[\0-\x7f]+(?!\p{M})|[\u1100-\u11ff]+|[\uff66-\uff9f]+|\P{M}\p{M}*|\p{M}+/gu;

/** A text in NFKC, without marks, every unit with its origin. Capitals stay: they part the words of identifiers. */
function fold(original: string): Folded {
  if (/^[\0-\x7f]*$/.test(original)) return { text: original, origin: null };
  const pieces: string[] = [];
  const origin: number[] = [];
  for (const { 0: cluster, index } of original.matchAll(clusters)) {
    const isPlain =
      (cluster.codePointAt(0) ?? 0) < 0x80 && cluster.length > 0 && /^[\0-\x7f]+$/.test(cluster);
    const piece = isPlain ? cluster : foldCluster(cluster);
    for (let at = 0; at < piece.length; at += 1) origin.push(isPlain ? index + at : index);
    pieces.push(piece);
  }
  origin.push(original.length);
  return { text: pieces.join(''), origin };
}

function foldCluster(cluster: string): string {
  const bare = cluster.normalize('NFKC').normalize('NFD').replace(marks, '').normalize('NFC');
  return alike[bare] ?? bare;
}

/** The tokens of a text, in their order. */
export function* tokensOf(original: string): Generator<Token> {
  const { text, origin } = fold(original);
  const place = (start: number, end: number) =>
    origin ? { start: origin[start] ?? 0, end: origin[end] ?? original.length } : { start, end };
  let position = 1;
  for (const { 0: found, index } of text.matchAll(tokens)) {
    const whole = place(index, index + found.length);
    const kind = isLetter.test(found) ? 'compound' : isUnspaced.test(found) ? 'run' : 'emoji';
    const parts = kind === 'compound' ? segmentsOf(text, found, index) : lettersOf(found, index);
    yield {
      kind,
      position: Math.min(position, LAST_POSITION),
      ...whole,
      parts: parts.map((part) => ({ ...part, ...place(part.start, part.end) })),
    };
    position += kind === 'run' ? parts.length : 1;
  }
}

function lettersOf(run: string, from: number): Part[] {
  let at = from;
  return Array.from(run, (text) => {
    const start = at;
    at += text.length;
    return { text, start, end: at, signed: null, words: [] };
  });
}

function segmentsOf(text: string, compound: string, from: number): Part[] {
  return Array.from(compound.matchAll(segments), ({ 0: segment, index }) => {
    const start = from + index;
    const end = start + segment.length;
    const words = segment.split(wordBorders);
    return {
      text: cut(lower(segment)),
      start,
      end,
      signed: signedOf(text, start, end, index === 0),
      words: words.length > 1 ? words.map((word) => cut(lower(word))) : [],
    };
  });
}

function signedOf(text: string, start: number, end: number, isFirst: boolean): string | null {
  const segment = cut(lower(text.slice(start, end)));
  const after = text.startsWith('++', end) ? '++' : text[end] === '#' ? '#' : '';
  if (after !== '') return segment + after;
  const before = text[start - 1] ?? '';
  if (before === '#' || before === '@' || before === '$') return before + segment;
  const isDotted = isFirst && before === '.' && !/[.\p{L}\p{N}]/u.test(text[start - 2] ?? '');
  return isDotted ? `.${segment}` : null;
}

/** The sigma at the end of a word is the sigma that it is elsewhere. */
function lower(text: string): string {
  return text.toLowerCase().replaceAll('ς', 'σ');
}

function cut(term: string): string {
  return term.length <= TERM_LENGTH ? term : term.slice(0, TERM_LENGTH).toWellFormed();
}

/** Two neighbouring segments as one term: whoever looks for `10.1.2.3` looks for its pairs at one position. */
export function pairOf(left: Part, right: Part): string {
  return cut(`${left.text}${PAIR}${right.text}`);
}

export const isPair = (term: string) => term.includes(PAIR);

/** The terms of a text, in its order, each as often as it stands there. */
export function termsOf(text: string): TermAt[] {
  const found: TermAt[] = [];
  for (const token of tokensOf(text)) {
    for (const term of token.kind === 'compound' ? compoundTerms(token) : runTerms(token)) {
      if (found.length === MOST_TERMS) return found;
      found.push(term);
    }
  }
  return found;
}

function* compoundTerms({ position, parts }: Token): Generator<TermAt> {
  for (const [index, part] of parts.entries()) {
    const { start, end } = part;
    yield { term: part.text, position, start, end };
    if (part.signed !== null) yield { term: part.signed, position, start, end };
    for (const term of part.words) yield { term, position, start, end };
    const next = parts[index + 1];
    if (next) yield { term: pairOf(part, next), position, start, end: next.end };
  }
}

/** Overlapping pairs of letters, each with a position; the last letter alone, so that each letter begins a term. */
function* runTerms({ position, parts }: Token): Generator<TermAt> {
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    const at = Math.min(position + index, LAST_POSITION);
    yield {
      term: part.text + (next?.text ?? ''),
      position: at,
      start: part.start,
      end: next?.end ?? part.end,
    };
  }
}

/** Terms that say what a message has, beside those of its words. No text gives one like them, and no part of a word. */
export const featureTerms = { link: ':1', reaction: ':2', pinned: ':3', file: ':4', image: ':5' } as const;

/** Whether a text has the address of something. */
export function hasLink(text: string): boolean {
  return /https?:\/\/[^\s]/i.test(text);
}
