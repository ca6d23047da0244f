import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { words } from '#ui/words.ts';
import { useColours } from './use-colours.ts';

/** Code in a scroller of its own, as it was written. */
export function CodeBlock({ text, language }: { text: string; language: string | null }) {
  const { element, colours } = useColours(text, language);
  return (
    <figure
      ref={element}
      className="group/code relative my-0.5 w-full min-w-0 max-w-full rounded-control border border-border bg-sunken"
    >
      {language !== null && (
        <figcaption className="px-3 pt-1.5 text-tiny text-muted select-none">
          <bdi>{language}</bdi>
        </figcaption>
      )}
      <pre
        dir="ltr"
        className="max-h-[36rem] overflow-auto px-3 py-2 pe-12 font-mono text-small leading-5 [tab-size:4] [overflow-wrap:normal]"
      >
        {/* Where it is too wide, the browser lets the keys come to what scrolls. */}
        <code tabIndex={-1}>{colours ?? text}</code>
      </pre>
      <CopyCode text={text} />
    </figure>
  );
}

function CopyCode({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    announce(words.formatting.copied);
  };
  return (
    <span className="absolute end-1 top-1 rounded-control bg-sunken opacity-0 group-hover/code:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100">
      <IconButton label={words.formatting.copy} tabIndex={-1} size="small" onClick={() => void copy()}>
        {copied ? <Check size={16} aria-hidden className="text-accent" /> : <Copy size={16} aria-hidden />}
      </IconButton>
    </span>
  );
}
