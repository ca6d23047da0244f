import { useEffect } from 'react';
import { useActions } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { CheckCheck } from '#ui/parts/icons.ts';
import { unreadsWords } from './unreads-words.ts';

/** Says that everything was just marked as read, and takes it back. */
export function UndoAllRead() {
  const { undoMarkAllRead } = useActions();
  const announce = useAnnounce();
  useEffect(() => announce(unreadsWords.allRead), [announce]);
  return (
    <p className="flex items-center gap-2 px-4 py-1 text-small text-muted">
      <CheckCheck size={16} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1">{unreadsWords.allRead}</span>
      <button
        type="button"
        onClick={undoMarkAllRead}
        className="min-h-7 rounded-control px-2 font-semibold text-text underline underline-offset-2 hover:bg-strong pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      >
        {unreadsWords.undo}
      </button>
    </p>
  );
}
