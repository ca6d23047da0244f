import { pairOf, type Token, tokensOf } from './search-terms.ts';

// The language of the search field. Without zod: the browser reads it too.

/** Terms of which a text must have one, at one position. */
export interface Wanted {
  terms: string[];
  /** Beginnings of terms. */
  prefixes: string[];
  /** A part of a term, wherever it stands in it; null where only whole terms count. */
  part: string | null;
}

/** All of `wanted` at one position, so many positions after the slot before. */
export interface Slot {
  distance: number;
  wanted: Wanted[];
}

/** A word or a phrase that a text must have, or must not. */
export interface Clause {
  slots: Slot[];
  isExcluded: boolean;
}

/** Words that narrow a search, as they were written after the colon. */
export interface Filters {
  from: string[];
  in: string[];
  before: string[];
  after: string[];
  on: string[];
  has: string[];
  is: string[];
}

export interface SearchQuery {
  clauses: Clause[];
  filters: Filters;
  /** What cannot be understood, as a sentence; null when nothing is. */
  fault: string | null;
}

/** Words and phrases of one query. */
const MOST_CLAUSES = 20;
/** The least length of a word of which a text may have only a part. */
const PART_LENGTH = 3;

const pieces =
  /(?<minus>-(?=[^\s-]))?(?:(?<key>from|in|before|after|on|has|is):)?(?:["“”](?<phrase>[^"“”]*)["“”]?|(?<word>[^\s"“”]+))/giu;

/** What a message may have, and what it may be. */
const known = { has: ['link', 'reaction', 'file', 'image'], is: ['thread', 'pinned', 'saved'] } as const;

/** Whether this is a day as filters take it. */
const isDay = (text: string) => /^(\d{4}-\d{2}-\d{2}|today|yesterday)$/i.test(text) && isRealDay(text);

/** Reads a query: words, "phrases", -excluded ones, and filters such as `from:@ada`. */
export function parseSearch(text: string): SearchQuery {
  const filters: Filters = { from: [], in: [], before: [], after: [], on: [], has: [], is: [] };
  const clauses: Clause[] = [];
  let fault: string | null = null;
  for (const { groups = {} } of text.matchAll(pieces)) {
    const { minus, key, phrase, word } = groups;
    const value = phrase ?? word ?? '';
    if (key === undefined) {
      const slots =
        phrase === undefined && minus === undefined ? slotsOf(value, true) : slotsOf(value, false);
      if (slots.length > 0) clauses.push({ slots, isExcluded: minus !== undefined });
    } else if (minus !== undefined) fault ??= `A filter cannot be left out: -${key}:${value}`;
    else {
      const name = key.toLowerCase() as keyof Filters;
      fault ??= faultOf(name, value);
      filters[name].push(value);
    }
  }
  if (clauses.length > MOST_CLAUSES) fault ??= `Look for at most ${MOST_CLAUSES} words at once`;
  return { clauses: clauses.slice(0, MOST_CLAUSES), filters, fault };
}

function faultOf(name: keyof Filters, value: string): string | null {
  if (name === 'before' || name === 'after' || name === 'on')
    return isDay(value) ? null : `Write a day like ${name}:2026-01-31, not ${name}:${value}`;
  if (name === 'has' || name === 'is') {
    const isKnown = known[name].some((word) => word === value.toLowerCase());
    const all = known[name].map((word) => `${name}:${word}`);
    return isKnown ? null : `There is ${new Intl.ListFormat('en').format(all)}, not ${name}:${value}`;
  }
  return value.replace(/^[@#]/, '') === '' ? `Write a name after ${name}:` : null;
}

function isRealDay(text: string): boolean {
  if (!/^\d/.test(text)) return true;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What a text must have one after the other. `isLoose`: parts of its words are enough. */
function slotsOf(text: string, isLoose: boolean): Slot[] {
  const slots: Slot[] = [];
  let last = 0;
  for (const token of tokensOf(text)) {
    for (const { position, wanted } of token.kind === 'run' ? runSlots(token) : [slotOf(token, isLoose)]) {
      slots.push({ distance: last === 0 ? 0 : position - last, wanted });
      last = position;
    }
  }
  return slots;
}

/** Pairs of letters; a letter alone is the beginning of a pair. */
function runSlots({ position, parts }: Token) {
  const [first] = parts;
  if (parts.length === 1 && first)
    return [{ position, wanted: [{ terms: [], prefixes: [first.text], part: null }] }];
  return parts.slice(0, -1).map((part, index) => ({
    position: position + index,
    wanted: [exactly(part.text + (parts[index + 1]?.text ?? ''))],
  }));
}

function slotOf({ kind, position, parts }: Token, isLoose: boolean) {
  const [first] = parts;
  if (kind === 'emoji' || !first) return { position, wanted: [exactly(first?.text ?? '')] };
  const wanted = parts.flatMap(({ signed }) => (signed === null ? [] : [exactly(signed)]));
  if (parts.length > 1) wanted.push(...pairsOf(parts, isLoose));
  // What has a sign is meant as it is written.
  else if (first.signed === null) wanted.push(wantedName(first.text, isLoose && !isNumber(first.text)));
  return { position, wanted };
}

/** A number is meant whole: 10 is no part of 100. */
const isNumber = (text: string) => /^\p{Nd}+$/u.test(text);

/** The pairs of a compound; what was cut off, if anything, is before the first or after the last. */
function pairsOf(parts: Token['parts'], isLoose: boolean): Wanted[] {
  return parts.slice(1).map((right, index) => {
    const left = parts[index] ?? right;
    const isLast = index === parts.length - 2 && !isNumber(right.text);
    return wantedName(pairOf(left, right), isLoose && isLast, index === 0 && !isNumber(left.text));
  });
}

function wantedName(name: string, isOpen: boolean, isOpenBefore = true): Wanted {
  if (!isOpen || name.length < PART_LENGTH) return exactly(name);
  return { terms: [name], prefixes: [name], part: isOpenBefore ? name : null };
}

function exactly(term: string): Wanted {
  return { terms: [term], prefixes: [], part: null };
}
