import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useUser } from '#state/hooks.ts';
import { isolated } from '#ui/parts/isolated.ts';
import { words } from '#ui/words.ts';
import { PersonSummary } from './person-summary.tsx';
import { type Looked, watchLooks } from './watch-looks.ts';

/** Between the card and what it belongs to, and between it and the window's edge, in px. */
const gap = 6;
const edge = 8;

/**
 * The card of whoever the pointer rests on or the focus came to (`data-person`): one for the whole page. A press opens
 * it for good, with the focus (`person-card.tsx`).
 */
export function PersonHover() {
  const [looked, setLooked] = useState<Looked | null>(null);
  const box = useRef<HTMLElement>(null);
  useEffect(() => watchLooks(setLooked, () => box.current), []);
  if (!looked) return null;
  return createPortal(
    <Card key={looked.userId} looked={looked} box={box} onLeave={() => setLooked(null)} />,
    document.body,
  );
}

interface CardProps {
  looked: Looked;
  box: React.RefObject<HTMLElement | null>;
  onLeave: () => void;
}

function Card({ looked, box, onLeave }: CardProps) {
  const user = useUser(looked.userId);
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const put = () => place(current, looked.of.getBoundingClientRect());
    put();
    const sizes = new ResizeObserver(put);
    sizes.observe(current);
    return () => sizes.disconnect();
  }, [box, looked]);
  return (
    <section
      ref={box}
      aria-label={user ? isolated(user.name) : words.someone}
      className="fixed top-0 left-0 z-50 w-80 max-w-[calc(100vw-1rem)] rounded-card border border-border bg-raised shadow-float animate-appear pointer-coarse:hidden"
    >
      <PersonSummary userId={looked.userId} user={user} onLeave={onLeave} />
    </section>
  );
}

/** Below what it belongs to, or above where there is no room; at its beginning, never out of the window. */
function place(box: HTMLElement, of: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth, clientHeight } = document.documentElement;
  const below = of.bottom + gap;
  const top = below + height + edge <= clientHeight ? below : of.top - gap - height;
  const start = getComputedStyle(box).direction === 'rtl' ? of.right - width : of.left;
  box.style.top = `${Math.max(edge, Math.min(top, clientHeight - height - edge))}px`;
  box.style.left = `${Math.max(edge, Math.min(start, clientWidth - width - edge))}px`;
}
