import { useEffect, useRef, useState } from 'react';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useEarlyPress } from '#ui/parts/use-early-press.ts';
import { useIsHere } from '#ui/parts/use-first-sign.ts';
import { isActionKey } from './action-keys.ts';
import type { RowActionsProps } from './row-actions.tsx';
import { keyOnRow, menuOnRow } from './row-acts.ts';

export const rowActions = loadLater(async () => (await import('./row-actions.tsx')).RowActions);

/** The actions on the messages of one timeline, from the first sign that somebody is here, or that the focus comes to a row. */
export function LaterRowActions(props: Omit<RowActionsProps, 'early'>) {
  const { scroller } = props;
  const isHere = useIsHere();
  const [isWanted, setWanted] = useState(false);
  const RowActions = useLater(rowActions, isHere || isWanted);
  const isWaiting = RowActions === null;
  const press = useEarlyPress(scroller, isWaiting);
  const act = useRef<KeyboardEvent | MouseEvent>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element || !isWaiting) return;
    const ending = new AbortController();
    const { signal } = ending;
    const note = (event: KeyboardEvent | MouseEvent) => {
      // A finger that rests asks for no menu but the one of its press.
      if (press.current || event.defaultPrevented) return;
      const isMeant =
        event instanceof KeyboardEvent ? isActionKey(keyOnRow(event)?.key ?? '') : menuOnRow(event) !== null;
      if (!isMeant) return;
      event.preventDefault();
      act.current = event;
    };
    element.addEventListener('keydown', note, { signal });
    element.addEventListener('contextmenu', note, { signal });
    // Whatever assists somebody may bring it there without a key.
    element.addEventListener('focusin', () => setWanted(true), { signal });
    return () => ending.abort();
  }, [scroller, isWaiting, press]);
  return RowActions && <RowActions {...props} early={{ press, act }} />;
}
