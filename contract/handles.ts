import { pageLimits } from './page-limits.ts';

// Without zod: the browser asks what handle a name gives, too.

/** What separates the words of a handle: whatever is no letter, mark, digit, `_` or `-`. */
const between = /[^\p{L}\p{M}\p{Nd}_-]+/gu;
/** What a handle does not begin or end with. */
const loose = /^[^\p{L}\p{Nd}]+|[.-]+$/gu;
const silent = /['’ʼ]|\p{Default_Ignorable_Code_Point}/gu;
/** Marks beyond the four that a handle may have in a row. */
const manyMarks = /(?<=\p{M}{4})\p{M}+/gu;

/** A handle as it is compared and kept: NFKC and lower case. */
export function tidyHandle(text: string): string {
  return text.trim().replace(/^@/, '').normalize('NFKC').toLowerCase().normalize('NFKC');
}

/** The handle that a name gives by itself, `ada.lovelace` for Ada Lovelace; empty when it has no letter. */
export function plainHandle(name: string): string {
  const words = tidyHandle(name).replace(silent, '').normalize('NFKC').replace(manyMarks, '');
  return cutHandle(words.replace(between, '.').replace(loose, ''), pageLimits.handle);
}

/** At most `length` code points of a handle, fit to be the end of one. */
export function cutHandle(handle: string, length: number): string {
  return [...handle].slice(0, length).join('').replace(loose, '');
}
