/** The list's width in px. */
export const narrowest = 200;
export const widest = 360;
export const usualWidth = 260;

export function clampWidth(width: number): number {
  return Math.round(Math.min(widest, Math.max(narrowest, width)));
}

/** What a cookie said, if it said anything sensible. */
export function knownWidth(text: string | undefined): number {
  const width = Number(text);
  return text && Number.isFinite(width) ? clampWidth(width) : usualWidth;
}
