import { CalendarClock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useChat } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { CircleAlert } from '#ui/parts/icons.ts';
import { showToast } from '#ui/parts/toast.ts';
import { scheduledWords } from './scheduled-words.ts';

/** Leads to what waits for its time; there only when something does. Says it when more of that was refused than before. */
export function ScheduledButton() {
  const { scheduled, refusedScheduled: refused } = useChat(({ saved }) => saved);
  const openDialog = useOpenDialog();
  const told = useRef(0);
  useEffect(() => {
    const isMore = refused > told.current;
    told.current = refused;
    const run = () => openDialog({ name: 'scheduled' });
    if (isMore)
      showToast({ text: scheduledWords.refused(refused), action: { word: scheduledWords.look, run } });
  }, [refused, openDialog]);
  const Icon = refused > 0 ? CircleAlert : CalendarClock;
  return (
    <div className="shrink-0 px-2 pb-2">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => openDialog({ name: 'scheduled' })}
        className={`flex h-8 w-full items-center gap-2 rounded-control px-2 text-start text-small font-semibold -outline-offset-2 hover:bg-strong/60 pointer-coarse:h-11 ${refused > 0 ? 'text-danger' : 'text-muted'}`}
      >
        <Icon size={16} aria-hidden />
        {refused > 0 ? scheduledWords.refused(refused) : scheduledWords.few(scheduled)}
      </button>
    </div>
  );
}
