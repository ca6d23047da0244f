import { Check, Link2, UserRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Message } from '#contract/messages.ts';
import { pathTo } from '#ui/navigation/address.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { copyText } from '#ui/parts/clipboard.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { words } from '#ui/words.ts';

/** What can be done with one message; there on hover, on focus and after a long press. */
export function MessageActions({ message }: { message: Message }) {
  const [copied, setCopied] = useState(false);
  const announce = useAnnounce();
  const openDialog = useOpenDialog();

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
    // As high as its row, in which the toolbar stays in sight below the name of the day.
    <div className="pointer-events-none invisible absolute end-3 -top-4 bottom-0 z-20 group-focus-within:visible group-hover:visible pointer-coarse:group-hover:invisible pointer-coarse:group-focus-within:visible">
      <div
        role="toolbar"
        aria-label={words.timeline.actions}
        className="pointer-events-auto top-9 flex rounded-control border border-border bg-raised p-0.5 shadow-float group-focus-within:sticky group-hover:sticky"
      >
        <IconButton
          label={words.timeline.profile}
          tabIndex={-1}
          size="small"
          onClick={() => openDialog({ name: 'person', userId: message.authorId })}
        >
          <UserRound size={16} aria-hidden />
        </IconButton>
        <IconButton label={words.timeline.copyLink} tabIndex={-1} size="small" onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden className="text-accent" /> : <Link2 size={16} aria-hidden />}
        </IconButton>
      </div>
    </div>
  );
}
