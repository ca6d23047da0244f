import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ChevronDown, ChevronUp } from '#ui/parts/icons.ts';
import { useStaying } from '#ui/parts/use-staying.ts';
import { words } from '#ui/words.ts';

/**
 * Shows the beginning of something long, and the rest when it is asked for: by the button, by a key that leads to
 * something in it, or by the browser's own search, which scrolls to what it found wherever it is hidden.
 */
export function Folded({ whole, children }: { whole: boolean; children: ReactNode }) {
  const id = useId();
  const [isOpen, setOpen] = useState(whole);
  const content = useRef<HTMLDivElement>(null);

  // A link points at it now.
  useEffect(() => {
    if (whole) setOpen(true);
  }, [whole]);

  const hold = useStaying(content, isOpen);
  const change = (open: boolean) => {
    hold();
    setOpen(open);
  };

  return (
    <>
      <div
        ref={content}
        id={id}
        onScroll={({ currentTarget }) => {
          if (!isOpen && currentTarget.scrollTop > 0) change(true);
        }}
        className={`flex flex-col gap-1.5 ${isOpen ? '' : 'max-h-[18lh] overflow-hidden mask-b-from-[calc(100%-3rem)]'}`}
      >
        {children}
      </div>
      <button
        type="button"
        tabIndex={-1}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => change(!isOpen)}
        className="word-action inline-flex items-center gap-1 self-start pe-1.5 text-small"
      >
        {isOpen ? <ChevronUp size={16} aria-hidden /> : <ChevronDown size={16} aria-hidden />}
        {isOpen ? words.formatting.less : words.formatting.more}
      </button>
    </>
  );
}
