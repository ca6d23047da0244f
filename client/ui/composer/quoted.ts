/** Marks that a text may stand in, and what ends it. */
const ends: Record<string, string> = { '"': '"', '“': '”', '„': '“', '«': '»' };

/** The texts in quotation marks, in order; null where anything stands outside of them, or one has no end. */
export function quotedTexts(text: string): string[] | null {
  const found: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const mark = ends[text.charAt(at)];
    const end = mark ? text.indexOf(mark, at + 1) : -1;
    if (end < 0) return null;
    found.push(text.slice(at + 1, end).trim());
    at = end + 1;
  }
  return found;
}
