// Filters are words in the field: the controls write and remove them there.

/** The field's text without the filters of these kinds. */
export function without(text: string, ...kinds: string[]): string {
  return tidy(text.replace(new RegExp(`(^|\\s)(?:${kinds.join('|')}):(?:"[^"]*"?|\\S+)`, 'gi'), '$1'));
}

/** What is written after the first filter of a kind; null without one. */
export function filterIn(text: string, kind: string): string | null {
  return new RegExp(`(?:^|\\s)${kind}:"?([^"\\s]+)`, 'i').exec(text)?.[1] ?? null;
}

/** Whether a filter stands there as a word of its own. */
export function hasWord(text: string, word: string): boolean {
  return text.toLowerCase().split(/\s+/).includes(word);
}

/** The field's text without this word. */
export function withoutWord(text: string, word: string): string {
  return tidy(
    text
      .split(/(?<=\s)/)
      .filter((piece) => piece.trim().toLowerCase() !== word)
      .join(''),
  );
}

export function withWord(text: string, word: string): string {
  return tidy(`${text} ${word} `);
}

/** Spaces in one go; the one at the end stays, so that one may type on. */
function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trimStart();
}
