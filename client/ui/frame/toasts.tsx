import { useChat, useUndone } from '#state/hooks.ts';
import { useToast } from '#ui/parts/toast.ts';
import { useRare } from './later-rare.ts';

/** What is said for a while over the end of the page: what was done, what was refused, and what it is time for. */
export function Toasts() {
  const toast = useToast();
  const isDue = useChat(({ saved }) => saved.due > 0);
  const isUndone = useUndone() !== null;
  const rare = useRare(isDue || isUndone || toast !== null);
  return (
    rare && (
      <>
        {isDue && <rare.Reminders />}
        {isUndone && <rare.UndoneLine />}
        {toast && <rare.ToastLine toast={toast} />}
      </>
    )
  );
}
