/** The number of code points, which is what PostgreSQL's char_length counts too. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** What shows nothing, turns the direction of text, or has no meaning. The joiners and the selectors of emoji stay. */
export const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Co}\p{Cn}\p{Cs}\u2800\uFFF9-\uFFFC]|(?!\u200C|\u200D|\uFE0E|\uFE0F)\p{Default_Ignorable_Code_Point}/gu;
