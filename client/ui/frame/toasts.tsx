import { useChat, useUndone } from '#state/hooks.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useToast } from '#ui/parts/toast.ts';

export const toastLine = loadLater(async () => (await import('#ui/parts/toast-line.tsx')).ToastLine);
export const undoneLine = loadLater(async () => (await import('#ui/outbox/undone-line.tsx')).UndoneLine);
const reminders = loadLater(async () => (await import('#ui/saved/reminders.tsx')).Reminders);

/** What is said for a while over the end of the page: what was done, what was refused, and what it is time for. */
export function Toasts() {
  const toast = useToast();
  const isDue = useChat(({ saved }) => saved.due > 0);
  const Line = useLater(toastLine, toast !== null, nothing);
  const UndoneLine = useLater(undoneLine, useUndone() !== null, nothing);
  const Reminders = useLater(reminders, isDue, nothing);
  return (
    <>
      {Reminders && <Reminders />}
      {UndoneLine && <UndoneLine />}
      {toast && Line && <Line toast={toast} />}
    </>
  );
}

/** Without its script it is not said. */
function nothing() {}
