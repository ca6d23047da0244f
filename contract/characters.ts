/** The number of code points, which is what PostgreSQL's char_length counts too. */
export function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
