// Only their last words: this file is in the browser's bundle, the table of operations is not. A test compares the two.
const verbs =
  /^sync$|:(?:get|list|me|settings|quotes|edits|search|among|info|text|summary|changes|deliveries)$/;

/** Whether a call only reads (a GET): asked later or twice, it changes nothing. Every other is a command. */
export function isReading(name: string): boolean {
  return verbs.test(name);
}
