/** The number that somebody wrote; -1, which no such field takes, for what is none. */
export function wholeNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : -1;
}
