import { Check, Link2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Message } from '#contract/messages.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { words } from '#ui/words.ts';

/** What can be done with one message; there on hover, on focus and after a long press. */
export function MessageActions({ message }: { message: Message }) {
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const path = pathTo({ conversationId: message.conversationId, message: message.seq });
    if (!(await copyText(new URL(path, window.location.origin).href))) return;
    setCopied(true);
    announce(words.timeline.copied);
  };

  return (
    <div
      role="toolbar"
      aria-label={words.timeline.actions}
      className="invisible absolute -top-4 end-3 z-10 flex rounded-control border border-border bg-raised p-0.5 shadow-float group-focus-within:visible group-hover:visible pointer-coarse:group-hover:invisible pointer-coarse:group-focus-within:visible"
    >
      <IconButton
        label={words.timeline.copyLink}
        tabIndex={-1}
        onClick={() => void copy()}
        className="size-7"
      >
        {copied ? <Check size={16} aria-hidden className="text-accent" /> : <Link2 size={16} aria-hidden />}
      </IconButton>
    </div>
  );
}
