import { useEffect, useId, useRef, useState } from 'react';
import type { FileText, MessageFile } from '#contract/files.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { ChevronDown, ChevronUp } from '#ui/parts/icons.ts';
import { useStaying } from '#ui/parts/use-staying.ts';
import { FileHead } from './file-head.tsx';
import { fileWords } from './file-words.ts';

/** How far from the screen the text is asked for, in px. */
const near = 600;

/** The first lines of a text, and more of it when that is asked for. */
export function TextCard({ file }: { file: MessageFile }) {
  const place = useRef<HTMLDivElement>(null);
  const found = useFileText(file.id, place);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const hold = useStaying(place, isOpen);
  return (
    <div ref={place}>
      <div className="border-b border-border">
        <FileHead file={file} />
      </div>
      <pre
        id={id}
        dir="auto"
        className={`px-3 py-2 font-mono text-small leading-5 [tab-size:4] ${isOpen ? 'max-h-[36rem] overflow-auto' : 'h-[4.25rem] overflow-hidden mask-b-from-[calc(100%-1.25rem)] whitespace-pre'}`}
      >
        {/* Where it is too wide or high, the keys come to what scrolls. */}
        <code tabIndex={-1}>{found === 'failed' ? fileWords.noText : found?.text}</code>
      </pre>
      <div className="flex min-h-7 items-center gap-3 px-2 pointer-coarse:min-h-11">
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => {
            hold();
            setOpen(!isOpen);
          }}
          className="inline-flex min-h-6 items-center gap-1 rounded-control px-1 text-small font-semibold text-link -outline-offset-2 underline-offset-2 hover:underline pointer-coarse:min-h-11"
        >
          {isOpen ? <ChevronUp size={16} aria-hidden /> : <ChevronDown size={16} aria-hidden />}
          {isOpen ? fileWords.less : fileWords.more}
        </button>
        {isOpen && found && found !== 'failed' && !found.isWhole && (
          <span className="min-w-0 text-tiny text-muted">{fileWords.onlyBeginning}</span>
        )}
      </div>
    </div>
  );
}

/** Texts that were asked for, by file: whoever scrolls back asks for none again. */
const known = new Map<string, FileText>();
const mostKnown = 100;

function useFileText(id: string, place: React.RefObject<HTMLElement | null>): FileText | 'failed' | null {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [found, setFound] = useState<FileText | 'failed' | null>(known.get(id) ?? null);
  // What failed is asked for again with the next connection.
  const isWanted = isLive && (found === null || found === 'failed');
  useEffect(() => {
    const element = place.current;
    if (!element || !isWanted) return;
    const ask = () =>
      call('file:text', { id }).then(
        (text) => {
          if (known.size >= mostKnown) known.clear();
          known.set(id, text);
          setFound(text);
        },
        () => setFound('failed'),
      );
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        void ask();
      },
      { root: element.closest('[data-scroller]'), rootMargin: `${near}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [call, id, isWanted, place]);
  return found;
}
