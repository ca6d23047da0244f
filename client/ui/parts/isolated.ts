/** U+2068, FIRST STRONG ISOLATE, and U+2069, POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9). */
const open = '\u2068';
const close = '\u2069';
const controls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** The blocks of scripts that are written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether the first letter of a text, which gives it its direction, is of a script written from right to left. */
export function readsFromRight(text: string): boolean {
  return rightToLeft.test(/\p{L}/u.exec(text)?.[0] ?? '');
}

/**
 * What somebody wrote, for where there is no markup to hold it: a title, a label, an announcement. It keeps
 * its own direction and turns nothing around it. Most text needs nothing for that and stays as it is.
 */
export function isolated(text: string): string {
  const own = balanced(text);
  return rightToLeft.test(own) ? open + own + close : own;
}

/** Without the marks that would reach beyond the text: only isolates that end where they should are kept. */
export function balanced(text: string): string {
  if (!controls.test(text)) return text;
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === open) depth += 1;
    else if (character === close && depth > 0) depth -= 1;
    else if (controls.test(character)) continue;
    kept += character;
  }
  return kept + close.repeat(depth);
}
