import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from 'react';

const AnnounceContext = createContext<(text: string) => void>(() => {});

/** The one polite live region of the page. The last few lines stay, so that none is swallowed by the next. */
export function Announcer({ children }: { children: ReactNode }) {
  const [lines, setLines] = useState<{ id: number; text: string }[]>([]);
  const count = useRef(0);
  const announce = useCallback((text: string) => {
    count.current += 1;
    const line = { id: count.current, text };
    setLines((before) => [...before.slice(-4), line]);
  }, []);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div aria-live="polite" aria-relevant="additions" data-announcer className="sr-only">
        {lines.map((line) => (
          <p key={line.id}>{line.text}</p>
        ))}
      </div>
    </AnnounceContext>
  );
}

export function useAnnounce(): (text: string) => void {
  return useContext(AnnounceContext);
}
