/** Between the list and its field, and between it and the edge of what is seen, in px. */
const gap = 6;
const edge = 8;
/** The most of the page that it covers, in px. */
const highest = 320;
/** With less room than this above, it stands where there is more, in px. */
const enough = 180;

/**
 * Shows a popover above a field, or below where there is no room, and keeps it there until the returned function is
 * called: within what is seen of the page, which a phone's keyboard makes less.
 */
export function placeBeside(box: HTMLElement, field: HTMLElement): () => void {
  box.showPopover();
  const place = () => {
    const seen = window.visualViewport;
    const from = seen?.offsetTop ?? 0;
    const to = from + (seen?.height ?? window.innerHeight);
    const of = field.getBoundingClientRect();
    const above = of.top - from - gap - edge;
    const below = to - of.bottom - gap - edge;
    const isAbove = above >= Math.min(enough, below) || above >= below;
    box.style.maxHeight = `${Math.max(0, Math.min(highest, isAbove ? above : below))}px`;
    const { offsetHeight: height, offsetWidth: width } = box;
    const right = document.documentElement.clientWidth - width - edge;
    const start = getComputedStyle(field).direction === 'rtl' ? of.right - width : of.left;
    box.style.left = `${Math.max(edge, Math.min(start, right))}px`;
    box.style.top = `${isAbove ? of.top - gap - height : of.bottom + gap}px`;
  };
  place();
  const ending = new AbortController();
  const { signal } = ending;
  const sizes = new ResizeObserver(place);
  for (const element of [box, field]) sizes.observe(element);
  for (const name of ['resize', 'scroll'])
    window.visualViewport?.addEventListener(name, place, { signal, passive: true });
  document.addEventListener('scroll', place, { signal, capture: true, passive: true });
  return () => {
    ending.abort();
    sizes.disconnect();
  };
}
