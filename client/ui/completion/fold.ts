/** Letters without their case and their marks: `José` is found by `jose`. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** How well folded letters fit a name: 0 at its beginning, 1 at that of a word in it, 2 inside; null not at all. */
export function fitOf(name: string, wanted: string): number | null {
  const own = folded(name);
  if (own.startsWith(wanted)) return 0;
  if (!own.includes(wanted)) return null;
  return own.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
}

/** The better of several fits. */
export function bestFit(names: readonly string[], wanted: string): number | null {
  const fits = names.map((name) => fitOf(name, wanted)).filter((fit) => fit !== null);
  return fits.length > 0 ? Math.min(...fits) : null;
}
