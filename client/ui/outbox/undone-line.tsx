import { useCallback, useEffect, useState } from 'react';
import { useUndone } from '#state/hooks.ts';
import type { Waiting } from '#state/nouns/state.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';

/** How long it stands, in ms. */
const shownFor = 8_000;

const undoneNote = loadLater(async () => (await import('./undone-note.tsx')).UndoneNote);

/** Says for a while what was refused and is undone by that. */
export function UndoneLine() {
  const undone = useUndone();
  const [seen, setSeen] = useState<Waiting | null>(undone);
  const close = useCallback(() => setSeen(undone), [undone]);
  const isShown = undone !== null && undone !== seen;
  const UndoneNote = useLater(undoneNote, isShown, close);
  useEffect(() => {
    const timer = setTimeout(close, shownFor);
    return () => clearTimeout(timer);
  }, [close]);
  return isShown && UndoneNote && <UndoneNote undone={undone} onClose={close} />;
}
