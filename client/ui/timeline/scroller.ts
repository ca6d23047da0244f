/**
 * The timeline's scroller is a reversed column: the browser measures its position from the newest end, so it
 * opens there before any script runs, stays there while messages arrive, and does not move when older ones
 * are put on top.
 */

/** One message and where it stood, in px from the scroller's upper edge. */
export interface Anchor {
  key: string;
  top: number;
  /** Null for one that the server does not have yet. */
  seq: number | null;
}

/** So near to the end that the end is meant, in px. */
export const endZone = 24;
/** A message whose end is at most this far out of sight is seen whole, in px. */
export const readZone = 4;

export function toEnd(scroller: HTMLElement): number {
  return Math.abs(scroller.scrollTop);
}

export function toBeginning(scroller: HTMLElement): number {
  return scroller.scrollHeight - scroller.clientHeight - Math.abs(scroller.scrollTop);
}

export function isAtEnd(scroller: HTMLElement): boolean {
  return toEnd(scroller) <= endZone;
}

export function goToEnd(scroller: HTMLElement): void {
  scroller.scrollTop = 0;
}

/** To the first unread message: below a third of what was read before; false when no line stands above one. */
export function goToNewLine(scroller: HTMLElement): boolean {
  const line = scroller.querySelector('[data-new-line]');
  if (!line) return false;
  const top = line.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  // The browser may have opened the timeline there already; then nothing moves.
  if (top < 0 || top > scroller.clientHeight * 0.8) scroller.scrollTop += top - scroller.clientHeight / 3;
  return true;
}

function entriesIn(scroller: HTMLElement): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('[data-entry]')];
}

export function entryOf(scroller: HTMLElement, key: string): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(`[data-entry="${CSS.escape(key)}"]`);
}

export function entryAt(scroller: HTMLElement, seq: number): HTMLElement | null {
  return scroller.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
}

/** Where the first message stands that is at least partly below the upper edge. `visible`: the rows in sight, as far as known. */
export function measureAnchor(scroller: HTMLElement, visible: readonly HTMLElement[]): Anchor | null {
  const edge = scroller.getBoundingClientRect().top;
  const found = visible[0] ?? firstBelow(entriesIn(scroller), edge);
  const { entry: key, seq } = found?.dataset ?? {};
  if (!found || !key) return null;
  return { key, top: found.getBoundingClientRect().top - edge, seq: seq === undefined ? null : Number(seq) };
}

/** The first of these that ends below an edge. */
function firstBelow(entries: HTMLElement[], edge: number): HTMLElement | undefined {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry && entry.getBoundingClientRect().bottom > edge) high = middle;
    else low = middle + 1;
  }
  return entries[low];
}

/** Puts the measured message back where it stood; false when it is not there any more. */
export function restoreAnchor(scroller: HTMLElement, anchor: Anchor): boolean {
  const entry = entryOf(scroller, anchor.key);
  if (!entry) return false;
  const top = entry.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  // Whole pixels only: writing the position stops a fling on some phones.
  if (Math.abs(top - anchor.top) >= 1) scroller.scrollTop += top - anchor.top;
  return true;
}

/** The `seq` of the newest message that is wholly on the screen, or whose end is; 0 when none is or that is not known yet. */
export function newestSeen(scroller: HTMLElement, visible: readonly HTMLElement[]): number {
  const sent = visible.filter((row) => row.dataset.seq !== undefined);
  const last = sent.at(-1);
  if (!last) return 0;
  const isWhole = last.getBoundingClientRect().bottom <= scroller.getBoundingClientRect().bottom + readZone;
  const seq = Number(last.dataset.seq);
  if (isWhole) return seq;
  // What stands above it ends where it begins, in sight or above.
  return entryAt(scroller, seq - 1) ? seq - 1 : 0;
}
