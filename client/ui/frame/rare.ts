import { JoinBar } from '#ui/composer/join-bar.tsx';
import { OutboxButton } from '#ui/outbox/outbox-button.tsx';
import { ScheduledButton } from '#ui/outbox/scheduled-button.tsx';
import { UndoneLine } from '#ui/outbox/undone-line.tsx';
import { ToastLine } from '#ui/parts/toast-line.tsx';
import { Reminders } from '#ui/saved/reminders.tsx';
import { UndoAllRead } from '#ui/unreads/undo-all-read.tsx';
import { Instead } from './instead.tsx';

/** What the frame shows now and then, each of it small, in one script. */
export const rare = {
  JoinBar,
  OutboxButton,
  ScheduledButton,
  UndoneLine,
  ToastLine,
  Reminders,
  UndoAllRead,
  Instead,
};
