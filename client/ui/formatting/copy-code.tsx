import { useEffect, useState } from 'react';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { Check, Copy } from '#ui/parts/icons.ts';
import { codeWords } from './code-words.ts';

/** Copies code as it was written. */
export function CopyCode({ text }: { text: string }) {
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
    announce(codeWords.copied);
  };
  return (
    // A finger finds more of it than is painted: one line of code is not that high.
    <span className="absolute end-1 top-1 flex rounded-control bg-sunken opacity-0 group-hover/code:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100 pointer-coarse:[&>button]:-m-1.5">
      <IconButton label={codeWords.copy} tabIndex={-1} size="small" onClick={() => void copy()}>
        {copied ? <Check size={16} aria-hidden className="text-accent" /> : <Copy size={16} aria-hidden />}
      </IconButton>
    </span>
  );
}
