import { useChat } from '#state/hooks.ts';
import { loadLater, useLater } from '#ui/parts/load-later.ts';
import { useToast } from '#ui/parts/toast.ts';

const toastLine = loadLater(async () => (await import('#ui/parts/toast-line.tsx')).ToastLine);
const reminders = loadLater(async () => (await import('#ui/saved/reminders.tsx')).Reminders);

/** What is said for a while over the end of the page; the reminders among it. */
export function Toasts() {
  const toast = useToast();
  const isDue = useChat(({ saved }) => saved.due > 0);
  const Line = useLater(toastLine, toast !== null, nothing);
  const Reminders = useLater(reminders, isDue, nothing);
  return (
    <>
      {Reminders && <Reminders />}
      {toast && Line && <Line toast={toast} />}
    </>
  );
}

/** Without its script it is not said. */
function nothing() {}
