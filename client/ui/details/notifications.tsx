import type { MyConversation } from '#contract/conversations.ts';
import { useOpenDialog } from '#ui/navigation/open-dialog.ts';
import { Button } from '#ui/parts/button.tsx';
import { Bell, BellOff } from '#ui/parts/icons.ts';
import { notifyWords } from '#ui/parts/notify-words.ts';
import { detailsWords } from './details-words.ts';

/** How much of it one notices, and the way to change that. */
export function Notifications({ conversation }: { conversation: MyConversation }) {
  const openDialog = useOpenDialog();
  const { id, level, muted } = conversation;
  const Icon = muted ? BellOff : Bell;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-muted">{muted ? detailsWords.muted : notifyWords.levels[level]}</span>
      <Button onClick={() => openDialog({ name: 'notify', conversationId: id })}>
        <Icon size={16} aria-hidden />
        {detailsWords.notify}
      </Button>
    </div>
  );
}
