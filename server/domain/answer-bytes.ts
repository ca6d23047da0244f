import { limits } from '#contract/limits.ts';

/**
 * How many items, from the first, fit into one answer: at least one, so that whoever asks for the rest gets on.
 * @param room bytes of JSON that the items may take together
 * @param sizeOf bytes of one item; its JSON unless said otherwise
 */
export function countFitting<Item>(
  items: readonly Item[],
  room: number = limits.answerBytes,
  sizeOf: (item: Item) => number = jsonBytes,
): number {
  let total = 0;
  for (const [index, item] of items.entries()) {
    total += sizeOf(item) + 1;
    if (index > 0 && total > room) return index;
  }
  return items.length;
}

/** Bytes of a value as JSON in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
