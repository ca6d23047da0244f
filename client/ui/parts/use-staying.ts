import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Something that stays where it is on the screen while it is folded or unfolded; what is below it moves.
 * @returns what to call just before `isOpen` changes
 */
export function useStaying(content: RefObject<HTMLElement | null>, isOpen: boolean): () => void {
  /** Where it stood, and how far what is in it was scrolled. */
  const held = useRef<{ top: number; scrolled: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of it
  useLayoutEffect(() => {
    const element = content.current;
    if (!held.current || !element) return;
    const { top, scrolled } = held.current;
    held.current = null;
    const moved = element.getBoundingClientRect().top - top + scrolled;
    element.closest('[data-scroller]')?.scrollBy({ top: moved, behavior: 'instant' });
  }, [isOpen]);
  return () => {
    const element = content.current;
    held.current = { top: element?.getBoundingClientRect().top ?? 0, scrolled: element?.scrollTop ?? 0 };
  };
}
