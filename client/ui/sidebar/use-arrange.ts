import { useCallback } from 'react';
import { Refusal } from '#contract/errors.ts';
import { useActions } from '#state/hooks.ts';
import type { SidebarCommand } from '#state/nouns/arranging.ts';
import { useAnnounce } from '#ui/parts/announcer.tsx';
import { bringFocus } from '#ui/parts/focus.ts';
import { showToast } from '#ui/parts/toast.ts';
import { sentenceOf } from '#ui/parts/use-submit.ts';
import { sidebarWords } from './sidebar-words.ts';

/** Says in sight, for a while, why something was not arranged. */
export function sayRefused(error: unknown): void {
  const [first] = error instanceof Refusal ? (error.errors ?? []) : [];
  showToast({ text: sidebarWords.refused(first?.message ?? sentenceOf(error)), action: null });
}

/** Arranges, says what became of it, and why when the server does not take it. */
export function useArrange(): (command: SidebarCommand, said?: string) => void {
  const { arranging } = useActions();
  const announce = useAnnounce();
  return useCallback(
    (command, said) => {
      arranging()
        .then((own) => own.arrange(command))
        .catch(sayRefused);
      if (said) announce(said);
    },
    [arranging, announce],
  );
}

/** Gives the focus to a conversation's row, where it stands by the next picture: it may be another element by then. */
export function focusRow(conversationId: string): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`nav [data-row="${conversationId}"]`);
    if (row?.checkVisibility()) bringFocus(row);
  });
}
