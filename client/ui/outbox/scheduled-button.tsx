import { CalendarClock } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useChat } from '#state/hooks.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { CircleAlert } from '#ui/parts/icons.ts';
import { showToast } from '#ui/parts/toast.ts';
import { scheduledWords } from './scheduled-words.ts';
import { WaitingButton } from './waiting-button.tsx';

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
    <WaitingButton icon={Icon} isRefused={refused > 0} onPress={() => openDialog({ name: 'scheduled' })}>
      {refused > 0 ? scheduledWords.refused(refused) : scheduledWords.few(scheduled)}
    </WaitingButton>
  );
}
