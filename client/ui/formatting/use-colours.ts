import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { loadLater } from '#ui/parts/load-later.ts';

const painter = loadLater(async () => (await import('./paint-code.tsx')).paintCode);

/**
 * Longer code stays in one colour, and code with a longer line, in UTF-16 units: the grammars are not linear. On hostile
 * code they take seconds for 8,000 units, and a moment for this many.
 */
const most = { all: 2_000, line: 240 };

function hasColours(code: string): boolean {
  return code.length <= most.all && code.split('\n').every((line) => line.length <= most.line);
}

interface Colours {
  element: RefObject<HTMLElement | null>;
  /** The code in its colours; null until they are there, and where there are none. */
  colours: ReactNode;
}

/** Asks for the colours of code in a language when it comes into view, and not before. They move nothing. */
export function useColours(code: string, language: string | null): Colours {
  const element = useRef<HTMLElement>(null);
  const [colours, setColours] = useState<{ code: string; shown: ReactNode } | null>(null);
  useEffect(() => {
    const target = element.current;
    if (!target || language === null || !hasColours(code)) return;
    let isGone = false;
    const paint = async () => {
      const paintCode = await painter.load();
      const shown = await paintCode(code, language);
      if (!isGone && shown !== null) setColours({ code, shown });
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      // Without a connection it stays as it is.
      paint().catch(() => {});
    });
    observer.observe(target);
    return () => {
      isGone = true;
      observer.disconnect();
    };
  }, [code, language]);
  return { element, colours: colours?.code === code ? colours.shown : null };
}
