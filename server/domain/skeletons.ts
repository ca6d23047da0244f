import unhomoglyph from 'unhomoglyph';

// Confusable skeletons after UTS #39, section 4: texts that look alike have the same one. It is compared and
// never shown. The table is Unicode's, for version 13, and comes with the library.

/** Counts the rules below and their table: skeletons that were stored by another version are made anew. */
export const skeletonVersion = 1;

/** What a text is compared by. */
export interface Skeletons {
  /** Of its letters in one case: `INBOX` is `inbox`. */
  caseless: string;
  /** Of its letters as they are written: `generaI`, with a capital I, is `general`. */
  shape: string;
}

/** Both skeletons of a text that is shown in the case in which it was written. */
export function skeletonsOf(text: string): Skeletons {
  const compatible = text.normalize('NFKC');
  return { caseless: prototypes(foldCase(compatible)), shape: prototypes(compatible) };
}

/** The skeleton of a text whose case says nothing, such as a handle. */
export function skeletonOf(text: string): string {
  return skeletonsOf(text).caseless;
}

/** Twice: a prototype may be a capital (`0` gives `O`), and its small letter have a prototype of its own. */
function prototypes(text: string): string {
  return prototype(prototype(text));
}

function prototype(text: string): string {
  const visible = text.normalize('NFD').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  // An i with a dot set on it is an i.
  const dotted = unhomoglyph(visible).replace(/(?<=\p{Soft_Dotted})\u0307/gu, '');
  return foldCase(dotted).normalize('NFD');
}

/** Letter by letter, because a sigma is small in another way at the end of a word. */
function foldCase(text: string): string {
  return Array.from(text, (letter) => letter.toUpperCase().toLowerCase()).join('');
}
