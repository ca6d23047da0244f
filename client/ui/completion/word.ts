/** What stands between a trigger and the caret. Positions count UTF-16 units, as a text field does. */
export interface Word {
  trigger: string;
  /** Where the trigger stands. */
  from: number;
  /** Where the caret stands. */
  to: number;
  /** The letters between them. */
  query: string;
}

/** So many units before the caret are looked at: what is completed is shorter. */
const lookBack = 64;
/** A word begins after white space, or after what opens something. */
const opening = /[\s([{"'*_~>]/;

/**
 * The word before the caret when it begins with one of these triggers; null when there is none. Costs the same however
 * long the text is.
 */
export function wordBefore(text: string, caret: number, triggers: string): Word | null {
  for (let at = caret - 1; at >= Math.max(0, caret - lookBack); at -= 1) {
    const letter = text.charAt(at);
    if (/\s/.test(letter)) return null;
    if (!triggers.includes(letter)) continue;
    if (at > 0 && !opening.test(text.charAt(at - 1))) return null;
    return { trigger: letter, from: at, to: caret, query: text.slice(at + 1, caret) };
  }
  return null;
}

/** The word that a text begins with, when that is the one before the caret and begins with one of these triggers. */
export function firstWordBefore(text: string, caret: number, triggers: string): Word | null {
  const trigger = text.charAt(0);
  if (caret < 1 || caret > lookBack || !triggers.includes(trigger)) return null;
  const query = text.slice(1, caret);
  return /\s/.test(query) ? null : { trigger, from: 0, to: caret, query };
}

/** The word that its trigger has just ended as well, as in `:name:`. */
export function closedWordBefore(text: string, caret: number, trigger: string): Word | null {
  if (text.charAt(caret - 1) !== trigger) return null;
  const word = wordBefore(text, caret - 1, trigger);
  return word && word.query !== '' ? { ...word, to: caret } : null;
}
