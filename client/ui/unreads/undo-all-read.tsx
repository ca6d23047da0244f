import { CheckCheck } from 'lucide-react';
import { useEffect } from 'react';
import { useActions, useChat } from '#state/hooks.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { words } from '#ui/words.ts';

/** Says that everything was just marked as read, and takes it back. */
export function UndoAllRead() {
  const { undoMarkAllRead } = useActions();
  const announce = useAnnounce();
  const isOffered = useChat((state) => state.allRead !== null);
  useEffect(() => {
    if (isOffered) announce(words.unreads.allRead);
  }, [isOffered, announce]);
  if (!isOffered) return null;
  return (
    <p className="flex items-center gap-2 px-4 py-1 text-small text-muted">
      <CheckCheck size={16} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1">{words.unreads.allRead}</span>
      <button
        type="button"
        onClick={undoMarkAllRead}
        className="min-h-7 rounded-control px-2 font-semibold text-text underline underline-offset-2 hover:bg-strong pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      >
        {words.unreads.undo}
      </button>
    </p>
  );
}
