import { useCallback, useState } from 'react';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import type { Permalink } from './permalinks.ts';

const cards = loadLater(async () => (await import('./quote-cards.tsx')).QuoteCards);

/** What the permalinks of a message lead to, below it. Their room is there from the beginning, so that nothing moves. */
export function Quotes({ links }: { links: readonly Permalink[] }) {
  const [isMissing, setMissing] = useState(false);
  const fail = useCallback(() => setMissing(true), []);
  const Cards = useLater(cards, !isMissing, fail);
  if (Cards) return <Cards links={links} />;
  // Each as high as a card, with the space above it.
  return isMissing ? null : <div style={{ height: `${links.length * 5.75}rem` }} />;
}
