import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useUndone } from '#state/hooks.ts';
import { isChange } from '#state/nouns/pending.ts';
import type { Waiting } from '#state/nouns/state.ts';
import { IconButton } from '#ui/parts/icon-button.tsx';
import { CircleAlert } from '#ui/parts/icons.ts';
import { words } from '#ui/words.ts';
import { undoneWords } from './undone-words.ts';

/** How long it stands, in ms. */
const shownFor = 8_000;

/** Says what was refused and is undone by that, and why, in a line over the end of the page. */
export function UndoneLine() {
  const undone = useUndone();
  const [seen, setSeen] = useState<Waiting | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(undone), shownFor);
    return () => clearTimeout(timer);
  }, [undone]);
  if (undone === null || undone === seen) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex justify-center px-3">
      <div
        role="alert"
        className="pointer-events-auto flex max-w-[36rem] items-center gap-2 rounded-card border border-border bg-raised py-1 ps-3 pe-1 text-small shadow-float animate-appear"
      >
        <CircleAlert size={16} aria-hidden className="shrink-0 text-danger" />
        <span className="min-w-0 wrap-anywhere">{sentenceOf(undone)}</span>
        <IconButton label={words.close} size="small" onClick={() => setSeen(undone)}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}

function sentenceOf(undone: Waiting): string {
  const { reason } = undone;
  if (reason === null) return undoneWords.full;
  if (!isChange(undone)) return words.timeline.failed(reason);
  switch (undone.change.kind) {
    case 'edit':
      return words.actions.notEdited(reason);
    case 'delete':
      return undoneWords.notDeleted(reason);
    case 'restore':
      return undoneWords.notRestored(reason);
    case 'react':
      return undoneWords.notReacted(reason);
    case 'pin':
      return undoneWords.notPinned(reason);
    case 'vote':
      return undoneWords.notVoted(reason);
    case 'closePoll':
      return undoneWords.notClosed(reason);
    case 'save':
      return undoneWords.notSaved(reason);
  }
}
