import { bringFocus } from '#ui/parts/focus.ts';

/** The parts of the page in reading order, and in each, best first, what takes the focus. */
const regions: readonly { home: string; goals: readonly string[] }[] = [
  { home: 'nav', goals: ['[aria-current="page"]', 'a', 'button'] },
  { home: '[role="log"]', goals: ['[data-entry][tabindex="0"]', 'button'] },
  { home: 'div:has(> [data-composer])', goals: ['[data-composer]'] },
  { home: '#panel', goals: ['[data-composer]', 'button', 'a'] },
];

/** On to the next part of the page, or back, and round again: list, messages, composer, panel. */
export function focusNextRegion(step: 1 | -1): void {
  const here = document.activeElement ?? document.body;
  const places = regions.flatMap(({ home, goals }) => {
    const region = document.querySelector(home);
    const goal = region && firstSeen(region, goals);
    return goal && !region.contains(here) ? [{ region, goal }] : [];
  });
  const isAhead = ({ region }: { region: Element }) =>
    (here.compareDocumentPosition(region) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const next =
    step > 0
      ? (places.find(isAhead) ?? places[0])
      : (places.findLast((place) => !isAhead(place)) ?? places.at(-1));
  if (next) bringFocus(next.goal);
}

function firstSeen(region: Element, selectors: readonly string[]): HTMLElement | undefined {
  return selectors
    .flatMap((selector) => [...region.querySelectorAll<HTMLElement>(selector)])
    .find((element) => element.checkVisibility({ visibilityProperty: true }));
}
