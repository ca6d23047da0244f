import type { RefObject } from 'react';
import { useEarlyPress } from '#ui/parts/use-early-press.ts';
import { useHere } from './later-here.ts';

/** Arranging the list, cards of those whose names the pointer rests on, what reaches me beyond the page, and whether I am here. */
export function LaterArranging({ list }: { list: RefObject<HTMLElement | null> }) {
  const here = useHere();
  const early = useEarlyPress(list, here === null);
  return (
    here && (
      <>
        <here.Arranging list={list} early={early} />
        <here.PersonHover />
        <here.Alerts />
        <here.Idle />
      </>
    )
  );
}
